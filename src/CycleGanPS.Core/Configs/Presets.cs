using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Configs;

/// <summary>Ready-made configs.</summary>
public enum Preset
{
    /// <summary>The study's baseline: 256 pixels, nine blocks, 20 epochs.</summary>
    Baseline,

    /// <summary>The baseline with LeakyReLU in the generators.</summary>
    LeakyReLU,

    /// <summary>The baseline whose discriminator also learns to reject edge-smoothed anime (CartoonGAN).</summary>
    EdgeSmoothing,

    /// <summary>The baseline with Wasserstein critics and gradient penalty, at the settings of their paper.</summary>
    WganGp,

    /// <summary>
    /// The baseline with skip connections in its generators, of which running averages are kept, a zero-centred gradient penalty, discriminators
    /// without normalisation, which see colours, and the identity loss in the first third only: the photo's colours stay.
    /// </summary>
    SkipResnet,

    /// <summary>The baseline with averaged generators, DiffAugment and a zero-centred gradient penalty, found by experiment: see docs/study.md.</summary>
    Modern,

    /// <summary>Small pictures and a small network: minutes on a CPU.</summary>
    Quick,
}

/// <summary>What the presets set.</summary>
internal static class Presets
{
    /// <summary>Applies presets one after another, the small network of Quick last: it has its own learning rate.</summary>
    internal static TrainingOptions Apply(TrainingOptions options, IReadOnlyList<Preset> presets)
    {
        var applied = Choose(options, presets);
        applied = presets.Contains(Preset.SkipResnet) ? applied with { IdentityEpochs = (applied.Epochs + 2) / 3 } : applied;
        var isPenalised = presets.Any(preset => preset is Preset.SkipResnet or Preset.Modern)
            && applied.AdversarialLoss != AdversarialLossKind.WassersteinGp;
        // Every fourth step four times as strong: better for small networks than 0.04, at a few percent of a step. Critics have a penalty of their own.
        return isPenalised ? applied with { ZeroGradientPenalty = 4, ZeroGradientPenaltyInterval = 4 } : applied;
    }

    private static TrainingOptions Choose(TrainingOptions options, IEnumerable<Preset> presets) =>
        presets.OrderBy(preset => preset == Preset.Quick).Aggregate(options, (before, preset) => preset switch
        {
            Preset.LeakyReLU => before with { Activation = Activation.LeakyReLU },
            Preset.EdgeSmoothing => before with { EdgeSmoothing = true },
            Preset.WganGp => before.WithObjective(AdversarialLossKind.WassersteinGp),
            Preset.SkipResnet => before with
            {
                Generator = GeneratorKind.SkipResnet,
                AverageGenerators = true,
                DiscriminatorNormalization = DiscriminatorNormalization.None,
            },
            Preset.Modern => before with { AverageGenerators = true, DiffAugment = true },
            Preset.Quick => before with
            {
                ImageSize = 64,
                LoadSize = 66,
                ResidualBlocks = 3,
                Filters = 16,
                Epochs = 10,
                LearningRate = 1e-3,
            },
            _ => before,
        });
}
