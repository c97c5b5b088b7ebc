using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Training;

/// <summary>What of a step hangs on how far the run is.</summary>
/// <param name="GeneratorRate">Adam's learning rate of the generators.</param>
/// <param name="DiscriminatorRate">That of the discriminators.</param>
/// <param name="Identity">Whether the identity loss counts: without it the generators take four passes in place of six.</param>
internal readonly record struct StepSettings(double GeneratorRate, double DiscriminatorRate, bool Identity = true)
{
    /// <summary>The settings in an epoch, counted from 0.</summary>
    public static StepSettings At(TrainingOptions options, int epoch)
    {
        double Rate(double first) => options.Schedule == LearningRateSchedule.Constant
            ? first
            : LinearDecay.At(first, epoch, options.Epochs, options.ResolvedDecayEpoch);
        return new StepSettings(
            Rate(options.ResolvedLearningRateGenerator),
            Rate(options.ResolvedLearningRateDiscriminator),
            options.LambdaIdentity != 0 && epoch < options.ResolvedIdentityEpochs);
    }
}
