using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Configs;

/// <summary>Says which training options are impossible, and asks the objective for those that are with it.</summary>
internal static class TrainingOptionsValidator
{
    /// <summary>All faults of the options, in the order of the keys. Folders are not opened here.</summary>
    public static IEnumerable<ConfigFault> Validate(TrainingOptions options)
    {
        if (options.TrainA is null)
        {
            yield return new(nameof(options.TrainA), "is missing: set DataRoot (a folder with trainA and trainB), or TrainA and TrainB.");
        }

        if (options.TrainB is null)
        {
            yield return new(nameof(options.TrainB), "is missing: set DataRoot (a folder with trainA and trainB), or TrainA and TrainB.");
        }

        // Reflection padding of the residual blocks needs 2 pixels at a quarter of the size; the
        // discriminators' four halvings need 16, and Patch70's last two convolutions 32.
        var smallest = options.Discriminator == DiscriminatorKind.Patch70 ? 32 : 16;
        if (options.ImageSize % 4 != 0 || options.ImageSize < smallest || options.ImageSize > 4096)
        {
            yield return new(nameof(options.ImageSize), $"is {options.ImageSize}, but must be a multiple of 4 from {smallest} to 4096.");
        }
        else if (options.ResolvedLoadSize < options.ImageSize || options.ResolvedLoadSize > 8192)
        {
            yield return new(
                nameof(options.LoadSize),
                $"is {options.ResolvedLoadSize}, but must be from ImageSize ({options.ImageSize}) to 8192: the crop is cut from it.");
        }

        foreach (var fault in Whole(nameof(options.ResidualBlocks), options.ResidualBlocks, 1, 64)
            .Concat(Whole(nameof(options.Filters), options.Filters, 1, 512))
            .Concat(Whole(nameof(options.PoolSize), options.PoolSize, 0, 10_000))
            .Concat(Whole(nameof(options.CriticSteps), options.CriticSteps, 1, 100))
            .Concat(Whole(nameof(options.Epochs), options.Epochs, 1, 1_000_000))
            .Concat(Whole(nameof(options.BatchSize), options.BatchSize, 1, 1024))
            .Concat(Whole(nameof(options.LogInterval), options.LogInterval, 1, int.MaxValue))
            .Concat(Whole(nameof(options.SampleInterval), options.SampleInterval, 0, int.MaxValue))
            .Concat(Whole(nameof(options.CheckpointInterval), options.CheckpointInterval, 1, int.MaxValue))
            .Concat(Whole(nameof(options.KeepCheckpoints), options.KeepCheckpoints, 1, 1_000_000))
            .Concat(Real(nameof(options.CheckpointMinutes), options.CheckpointMinutes, 0, 1e6))
            .Concat(Whole(nameof(options.Workers), options.Workers, 1, 1024))
            .Concat(Real(nameof(options.NegativeSlope), options.NegativeSlope, 0, 1))
            .Concat(Real(nameof(options.LambdaAdversarial), options.ResolvedLambdaAdversarial, 0, 1e6))
            .Concat(Real(nameof(options.LambdaCycle), options.LambdaCycle, 0, 1e6))
            .Concat(Real(nameof(options.LambdaIdentity), options.LambdaIdentity, 0, 1e6))
            .Concat(Real(nameof(options.GradientPenalty), options.GradientPenalty, 0, 1e6))
            .Concat(Real(nameof(options.Beta1), options.Beta1, 0, 0.999999))
            .Concat(Real(nameof(options.Beta2), options.Beta2, 0, 0.99999999)))
        {
            yield return fault;
        }

        if (options.LearningRate is not (> 0 and <= 1))
        {
            yield return new(nameof(options.LearningRate), FormattableString.Invariant($"is {options.LearningRate}, but must be above 0 and at most 1."));
        }

        if (options.Epochs >= 1 && (options.ResolvedDecayEpoch < 0 || options.ResolvedDecayEpoch >= options.Epochs))
        {
            yield return new(
                nameof(options.DecayEpoch),
                $"is {options.ResolvedDecayEpoch}, but must be from 0 to {options.Epochs - 1}: "
                + $"the decay has to begin before the last of {options.Epochs} epochs ends.");
        }

        if (options.Seed < 0)
        {
            yield return new(nameof(options.Seed), $"is {options.Seed}, but must be 0 or more.");
        }

        foreach (var fault in Objective.For(options.AdversarialLoss).Validate(options))
        {
            yield return fault;
        }
    }

    private static IEnumerable<ConfigFault> Whole(string key, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            var bound = most == int.MaxValue ? $"{least} or more" : $"from {least} to {most}";
            yield return new(key, $"is {value}, but must be {bound}.");
        }
    }

    private static IEnumerable<ConfigFault> Real(string key, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            yield return new(key, FormattableString.Invariant($"is {value}, but must be from {least} to {most}."));
        }
    }
}
