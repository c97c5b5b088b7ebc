using System.Globalization;
using System.Runtime.InteropServices;
using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Training;

/// <summary>Says which sizes would fit where memory does not suffice.</summary>
internal static class MemoryAdvice
{
    private static readonly string[] Signs =
        ["not enough memory", "can't allocate memory", "cannot allocate memory", "out of memory", "bad_alloc"];

    /// <summary>Whether a fault of the native library, or of .NET, means that memory has run out.</summary>
    public static bool IsOutOfMemory(Exception fault) => fault is OutOfMemoryException
        || (fault is ExternalException && Signs.Any(sign => fault.Message.Contains(sign, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The error for a run that has run out of memory.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="available">Bytes of memory there are, for all processes.</param>
    /// <param name="fault">What the library said.</param>
    public static CycleGanException Explain(TrainingPlan plan, long available, Exception fault) => new(
        FaultKind.OutOfMemory,
        $"Memory ran out: the training needs about {Gigabytes(plan.EstimatedBytes)}. "
            + $"{WhatFits(plan.Options, Math.Min(available, (long)(0.7 * plan.EstimatedBytes)))}",
        plan.Options.ImageSize,
        fault);

    /// <summary>A warning before a training that will hardly fit into what its device has, or null.</summary>
    /// <exception cref="CycleGanException">The device is missing, or the training cannot fit.</exception>
    public static string? Check(TrainingPlan plan) => Check(plan, DeviceMemory.Available(TorchDevice.Resolve(plan.Options.Device)));

    /// <summary>The same for so many bytes. What needs more than twice of them, which no error of the estimate explains, is refused.</summary>
    internal static string? Check(TrainingPlan plan, long available)
    {
        if (plan.EstimatedBytes <= available)
        {
            return null;
        }

        var message = $"The training needs about {Gigabytes(plan.EstimatedBytes)} of memory, and there are {Gigabytes(available)}. "
            + WhatFits(plan.Options, available);
        return plan.EstimatedBytes / 2 <= available ? message : throw new CycleGanException(FaultKind.OutOfMemory, message, plan.Options.ImageSize);
    }

    /// <summary>Changes of one option each, and of both size and width where neither does alone, that fit into the memory.</summary>
    internal static string WhatFits(TrainingOptions options, long bytes)
    {
        var alone = new List<string>();
        void Try(string key, int now, IEnumerable<int> smaller, Func<int, TrainingOptions> with)
        {
            var fitting = smaller.FirstOrDefault(value => value < now && TrainingPlan.EstimateBytes(with(value)) <= bytes);
            if (fitting > 0)
            {
                alone.Add(string.Create(CultureInfo.InvariantCulture, $"{key} {fitting}"));
            }
        }

        Try(
            nameof(options.BatchSize),
            options.BatchSize,
            Enumerable.Range(1, Math.Max(options.BatchSize - 1, 0)).Reverse(),
            value => options with { BatchSize = value });
        Try(nameof(options.ImageSize), options.ImageSize, Sizes(options), value => options with { ImageSize = value, LoadSize = null });
        Try(nameof(options.Filters), options.Filters, [256, 128, 64, 48, 32, 24, 16, 8], value => options with { Filters = value });
        if (options.Generator != GeneratorKind.Unet)
        {
            Try(
                nameof(options.ResidualBlocks),
                options.ResidualBlocks,
                Enumerable.Range(1, Math.Max(options.ResidualBlocks - 1, 0)).Reverse(),
                value => options with { ResidualBlocks = value });
        }

        if (alone.Count > 0)
        {
            return $"This would fit: {string.Join(", or ", alone)}.";
        }

        var least = options with { BatchSize = 1, ImageSize = Math.Max(64, Step(options)), LoadSize = null, Filters = Math.Min(16, options.Filters) };
        return TrainingPlan.EstimateBytes(least) <= bytes
            ? $"This would fit: BatchSize 1 with ImageSize {least.ImageSize} and Filters {least.Filters}."
            : "Not even a small network would fit.";
    }

    // What a U-Net halves evenly, what a weak cycle reduces to pictures large enough, and round numbers for the others.
    private static int Step(TrainingOptions options)
    {
        var reduction = options.Cycle == CycleKind.Weak ? options.ResolvedCycleReduction : 1;
        return options.Generator == GeneratorKind.Unet ? reduction << (options.Downsamplings ?? TrainingOptions.FewestDownsamplings)
            : reduction > 1 ? reduction * options.ToGeneratorOptions().SmallestSide
            : 16;
    }

    private static IEnumerable<int> Sizes(TrainingOptions options) =>
        Enumerable.Range(1, 256).Select(multiple => Step(options) * multiple).Where(size => size >= 32).Where(size => size < options.ImageSize).Reverse();

    private static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB");
}
