using System.Globalization;
using System.Reflection;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Configs;

/// <summary>Says which training options are impossible, and asks the objective for those that are with it.</summary>
internal static class TrainingOptionsValidator
{
    /// <summary>All faults of the options: what no range can say stands here. Folders are not opened here.</summary>
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

        foreach (var fault in FaultsOfGenerator(options).Concat(FaultsOfCycle(options)).Concat(FaultsOfEvaluation(options)))
        {
            yield return fault;
        }

        foreach (var fault in ConfigSchema.Keys.SelectMany(key => OutOfRange(key, options)))
        {
            yield return fault;
        }

        (string Key, double? Rate)[] rates =
        [
            (nameof(options.LearningRate), options.LearningRate),
            (nameof(options.LearningRateGenerator), options.LearningRateGenerator),
            (nameof(options.LearningRateDiscriminator), options.LearningRateDiscriminator),
        ];
        foreach (var (key, rate) in rates.Where(entry => entry.Rate is not (null or (> 0 and <= 1))))
        {
            yield return new(key, FormattableString.Invariant($"is {rate}, but must be above 0 and at most 1."));
        }

        if (options.Epochs >= 1 && (options.ResolvedDecayEpoch < 0 || options.ResolvedDecayEpoch >= options.Epochs))
        {
            yield return new(
                nameof(options.DecayEpoch),
                $"is {options.ResolvedDecayEpoch}, but must be from 0 to {options.Epochs - 1}: "
                + $"the decay has to begin before the last of {options.Epochs} epochs ends.");
        }

        foreach (var fault in Objective.For(options.AdversarialLoss).Validate(options))
        {
            yield return fault;
        }
    }

    // What one kind of generator has and another has not.
    private static IEnumerable<ConfigFault> FaultsOfGenerator(TrainingOptions options)
    {
        var (isSkip, isUnet) = (options.Generator == GeneratorKind.SkipResnet, options.Generator == GeneratorKind.Unet);
        if (options.Skips is { } skips && !isSkip)
        {
            yield return new(nameof(options.Skips), $"is {skips}, but only a SkipResnet has skip connections to choose: leave it out.");
        }
        else if (isSkip && options.ResolvedSkips == SkipConnections.None)
        {
            yield return new(nameof(options.Skips), "is None, but a SkipResnet without skip connections is a Resnet: set Generator to that.");
        }

        if (isSkip && options.Upsampling != Upsampling.Resize)
        {
            yield return new(
                nameof(options.Upsampling),
                $"is {options.Upsampling}, but a SkipResnet needs Resize: its skip connections come between the doubling and the convolution.");
        }

        if (options.Downsamplings is { } given && !isUnet)
        {
            yield return new(nameof(options.Downsamplings), $"is {given}, but a {options.Generator} always halves twice: leave it out.");
        }

        if (!isUnet)
        {
            yield break;
        }

        var halvings = Math.Clamp(options.ResolvedDownsamplings, TrainingOptions.FewestDownsamplings, TrainingOptions.MostDownsamplings);
        if (options.ImageSize % (1 << halvings) != 0)
        {
            yield return new(
                nameof(options.ImageSize), $"is {options.ImageSize}, but must be a multiple of {1 << halvings}: a Unet halves it {halvings} times.");
        }

        if (options.ResidualBlocks != new TrainingOptions().ResidualBlocks)
        {
            yield return new(nameof(options.ResidualBlocks), $"is {options.ResidualBlocks}, but a Unet has no residual blocks: leave it out.");
        }

        if (options.Activation != Activation.ReLU)
        {
            yield return new(nameof(options.Activation), $"is {options.Activation}, but a Unet has activations of its own: leave it out.");
        }
    }

    private static IEnumerable<ConfigFault> FaultsOfCycle(TrainingOptions options)
    {
        if (options.Cycle == CycleKind.Full)
        {
            if (options.CycleReduction is { } given)
            {
                yield return new(nameof(options.CycleReduction), $"is {given}, but a Full cycle takes pictures as they are: leave it out.");
            }

            yield break;
        }

        var (reduction, shape) = (options.ResolvedCycleReduction, options.ToGeneratorOptions());
        // What is below 1 is out of range.
        if (reduction >= 1 && (options.ImageSize % (reduction * shape.SideMultiple) != 0 || options.ImageSize / reduction < shape.SmallestSide))
        {
            yield return new(
                nameof(options.CycleReduction),
                $"is {reduction}, but ImageSize ({options.ImageSize}) divided by it must be a multiple of {shape.SideMultiple} and at least "
                + $"{shape.SmallestSide}, which generator BA works on: take a smaller reduction or larger images.");
        }
    }

    private static IEnumerable<ConfigFault> FaultsOfEvaluation(TrainingOptions options)
    {
        if (options.EvaluateInterval == 0)
        {
            const string Without = "but there are no evaluations: set EvaluateInterval, or leave it out.";
            if (options.KeepBest)
            {
                yield return new(nameof(options.KeepBest), $"is True, {Without}");
            }

            if (options.StopAfter > 0)
            {
                yield return new(nameof(options.StopAfter), $"is {options.StopAfter}, {Without}");
            }

            yield break;
        }

        if (options.EvaluateWeights is not null && !options.EvaluatesFeatures)
        {
            yield return new(nameof(options.EvaluateWeights), $"is given, but {options.EvaluateWith} needs no weights: leave it out.");
        }

        foreach (var (key, folder) in new[] { (nameof(options.TestA), options.TestA), (nameof(options.TestB), options.TestB) })
        {
            if (folder is null)
            {
                yield return new(key, "is missing, but evaluations translate testA and hold it against testB: set it, or leave out EvaluateInterval.");
            }
        }
    }

    private static IEnumerable<ConfigFault> OutOfRange(PropertyInfo key, TrainingOptions options)
    {
        var (least, most) = (ConfigSchema.Describe(key).Least, ConfigSchema.Describe(key).Most);
        // NaN is in no range.
        if (double.IsFinite(least) && key.GetValue(options) is { } value
            && Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number
            && !(number >= least && number <= most))
        {
            var bound = double.IsPositiveInfinity(most)
                ? FormattableString.Invariant($"{least} or more")
                : FormattableString.Invariant($"from {least} to {most}");
            yield return new(key.Name, FormattableString.Invariant($"is {value}, but must be {bound}."));
        }
    }
}
