using System.Globalization;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Objectives;

/// <summary>
/// WGAN-GP (Gulrajani et al. 2017, arXiv:1704.00028, algorithm 1). A critic minimises the mean score of fakes − the mean score of real
/// images + λ·gradient penalty, several times a step; a sample's score is the mean of its map. Edge-smoothed images, where there are
/// any, are half of the fakes, in the penalty too.
/// </summary>
internal sealed class WassersteinGpObjective : Objective
{
    public override AdversarialLossKind Kind => AdversarialLossKind.WassersteinGp;

    public override string Title => $"{Kind} (WGAN-GP)";

    public override string Technique => "WganGp";

    public override IReadOnlyList<string> OwnKeys => [nameof(TrainingOptions.GradientPenalty), nameof(TrainingOptions.CriticSteps)];

    // A critic's loss passes zero.
    public override bool HasFloor => false;

    public override bool DiscriminatorsFirst => true;

    public override TrainingOptions ApplyDefaults(TrainingOptions options) => base.ApplyDefaults(options) with
    {
        DiscriminatorNormalization = DiscriminatorNormalization.None,
        PoolSize = 0,
        LearningRate = 1e-4,
        Beta1 = 0,
        Beta2 = 0.9,
    };

    public override string? DefaultInWords(string key) =>
        key == nameof(TrainingOptions.LambdaAdversarial) ? "what balances it with the cycle loss" : null;

    // The gradient penalty holds the critic's slope at 1 over all n = Channels·ImageSize² values of an image, while the mean absolute
    // difference of the cycle loss has a slope of 1/√n. At equal weights of the slopes, λ_cycle/√n, neither drowns the other at any
    // image size.
    public override double DefaultLambdaAdversarial(TrainingOptions options) =>
        options.LambdaCycle > 0 ? options.LambdaCycle / (Math.Sqrt(TrainingOptions.Channels) * options.ImageSize) : 1;

    public override IEnumerable<ConfigFault> Validate(TrainingOptions options)
    {
        if (options.DiscriminatorNormalization != DiscriminatorNormalization.None)
        {
            yield return new(
                nameof(options.DiscriminatorNormalization),
                $"is {options.DiscriminatorNormalization}, but must be None with {Kind}: "
                + "the penalty holds the critic's slope for its input, not for what a normalisation makes of it.");
        }

        if (options.PoolSize != 0)
        {
            yield return new(
                nameof(options.PoolSize),
                $"is {options.PoolSize}, but must be 0 with {Kind}: the critic compares the real images with the generators as they are now.");
        }

        if (options.ImagesPerStep > 4096)
        {
            yield return new(
                nameof(options.BatchSize),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"is {options.BatchSize}, which with CriticSteps {options.CriticSteps} makes {options.ImagesPerStep:N0} images a step; "
                    + $"4,096 is the most."));
        }

        if (options.ZeroGradientPenalty != 0)
        {
            yield return new(
                nameof(options.ZeroGradientPenalty),
                FormattableString.Invariant($"is {options.ZeroGradientPenalty}, but must be 0 with {Kind}, which has a penalty of its own: one wants the ")
                + "critic's slope to be 1, the other 0.");
        }

        if (options.BatchHead)
        {
            yield return new(
                nameof(options.BatchHead),
                $"is True, but must be False with {Kind}: the penalty holds a critic's slope for each image by itself, and a batch head judges "
                + "an image by others.");
        }

        if (options.GradientPenalty == 0)
        {
            yield return new(
                nameof(options.GradientPenalty),
                $"is 0, but must be above 0 with {Kind}: without the penalty nothing bounds the critic, and the scores run away.");
        }
    }

    public override int DiscriminatorUpdates(TrainingOptions options) => options.CriticSteps;

    public override Tensor ForGenerator(Tensor fakeScore) => OnReal(fakeScore);

    public override Tensor ForDiscriminator(Tensor realScore, Tensor fakeScore, Tensor? smoothedScore = null)
    {
        var onFakes = smoothedScore is null
            ? OnFake(fakeScore)
            : OnFake(fakeScore).add(OnFake(smoothedScore), alpha: Held(1)).div(Held(2));
        return onFakes.add(OnReal(realScore), alpha: Held(1));
    }

    internal override DiscriminatorLosses OfDiscriminator(
        PatchDiscriminator discriminator, Tensor real, Tensor fake, Tensor? smoothed, TrainingOptions options, Func<int, float[]> drawCoefficients)
    {
        var difference = OfScores(discriminator, real, fake, smoothed);
        var (realEnds, fakeEnds) = smoothed is null ? (real, fake) : (cat([real, real]), cat([fake, smoothed]));
        var penalty = GradientPenalty.Compute(discriminator, realEnds, fakeEnds, drawCoefficients((int)realEnds.shape[0]));
        return new(
            difference.add(penalty, alpha: Held(options.GradientPenalty)),
            [("Wasserstein", difference.neg()), (nameof(GradientPenalty), penalty)]);
    }

    // The bias of all scores cancels out of the loss. Adam would make steps of its gradient's rounding errors.
    internal override void AfterBackward(PatchDiscriminator discriminator) => discriminator.OutputBias.grad = null;

    protected override Tensor OnReal(Tensor score) => score.mean().neg();

    protected override Tensor OnFake(Tensor score) => score.mean();
}
