using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Configs;

/// <summary>Names a run by what it changes of the study's baseline, in words that a narrow column holds.</summary>
internal static class Technique
{
    /// <summary>"Baseline", or the changes joined by " + ".</summary>
    public static string Name(TrainingOptions options)
    {
        IEnumerable<string> Changes()
        {
            if (options.Generator != GeneratorKind.Resnet)
            {
                yield return options.Skips is { } skips ? $"{options.Generator} ({skips})" : options.Generator.ToString();
            }

            if (options.Activation != Activation.ReLU)
            {
                yield return options.Activation.ToString();
            }

            if (options.EdgeSmoothing)
            {
                yield return nameof(TrainingOptions.EdgeSmoothing);
            }

            if (options.AdversarialLoss != AdversarialLossKind.LeastSquares)
            {
                yield return Objective.For(options.AdversarialLoss).Technique;
            }

            if (options.SpectralNorm)
            {
                yield return nameof(TrainingOptions.SpectralNorm);
            }

            if (options.BatchHead)
            {
                yield return nameof(TrainingOptions.BatchHead);
            }

            if (options.ZeroGradientPenalty != 0)
            {
                yield return "ZeroPenalty";
            }

            if (options.DiffAugment)
            {
                yield return nameof(TrainingOptions.DiffAugment);
            }

            if (options.Cycle != CycleKind.Full)
            {
                yield return $"{options.Cycle}Cycle";
            }

            if (options.LambdaIdentity != 0 && options.ResolvedIdentityEpochs < options.Epochs)
            {
                yield return "ShortIdentity";
            }

            if (options.ResolvedLearningRateGenerator != options.ResolvedLearningRateDiscriminator)
            {
                yield return "SeparateRates";
            }

            if (options.Schedule != LearningRateSchedule.Linear)
            {
                yield return $"{options.Schedule}Rate";
            }

            if (options.AverageGenerators)
            {
                yield return "Averaged";
            }

            if (options.Upsampling != Upsampling.Resize)
            {
                yield return options.Upsampling.ToString();
            }

            if (options.Discriminator != DiscriminatorKind.Patch94)
            {
                yield return options.Discriminator.ToString();
            }

            if (options.ResolvedInitialWeightsAB is not null || options.ResolvedInitialWeightsBA is not null)
            {
                yield return nameof(TrainingOptions.InitialWeights);
            }
        }

        var changes = string.Join(" + ", Changes());
        return changes.Length > 0 ? changes : "Baseline";
    }
}
