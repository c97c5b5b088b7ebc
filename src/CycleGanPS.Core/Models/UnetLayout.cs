using System.Diagnostics.CodeAnalysis;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Models;

/// <summary>
/// The names and shapes of the weights of a U-Net of pytorch-CycleGAN-and-pix2pix, in which each level lies within the one above it. Dropout
/// leaves no trace in them, and does nothing at inference.
/// </summary>
internal static class UnetLayout
{
    private const int MostFilters = 512;

    // Sides that are multiples of 1024 are more than anybody trains.
    private const int MostLevels = 10;

    /// <summary>Whether a U-Net of these options can be built here.</summary>
    public static bool IsBuildable(GeneratorOptions options) => options is
    {
        Filters: <= MostFilters,
        Downsamplings: >= TrainingOptions.FewestDownsamplings and <= MostLevels,
        ResidualBlocks: 0,
        Skips: SkipConnections.None,
        Upsampling: Upsampling.Transpose,
        Activation: Activation.ReLU,
    };

    /// <summary>Whether tensors have the names of a U-Net.</summary>
    public static bool Matches(IReadOnlyDictionary<string, TensorDescription> tensors) => tensors.ContainsKey(Convolution(1));

    /// <summary>Finds the U-Net whose weights these are.</summary>
    public static bool TryRecognize(
        IReadOnlyDictionary<string, TensorDescription> tensors,
        [NotNullWhen(true)] out GeneratorOptions? options,
        [NotNullWhen(false)] out string? fault)
    {
        options = null;
        var first = tensors[Convolution(1)];
        if (first.Shape is not [var filters and <= MostFilters, 3, 4, 4])
        {
            fault = $"its {Convolution(1)} is {first.Size}; U-Nets on 3 channels of at most {MostFilters} filters (F×3×4×4) are read";
            return false;
        }

        var levels = Enumerable.Range(1, MostLevels + 1).TakeWhile(level => tensors.ContainsKey(Convolution(level))).Count();
        if (levels is < TrainingOptions.FewestDownsamplings or > MostLevels)
        {
            fault = $"it is a U-Net of {levels} levels; from {TrainingOptions.FewestDownsamplings} to {MostLevels} are read";
            return false;
        }

        var norm = UnetGenerator.NameOf(2) + ".2";
        var hasNorm = tensors.ContainsKey(norm + ".weight");
        if (hasNorm && !tensors.ContainsKey(norm + ".running_mean"))
        {
            fault = $"its normalisation has weights ({norm}.weight) but no running statistics ({norm}.running_mean): instance normalisation "
                + "with weights is not read";
            return false;
        }

        GeneratorOptions found = new()
        {
            Kind = GeneratorKind.Unet,
            Filters = (int)filters,
            Downsamplings = levels,
            ResidualBlocks = 0,
            Upsampling = Upsampling.Transpose,
            Normalization = hasNorm ? Normalization.Batch : Normalization.Instance,
        };
        fault = GeneratorLayout.Mismatch(found, tensors);
        options = fault is null ? found : null;
        return fault is null;
    }

    /// <summary>The names and shapes of a U-Net's weights, in order.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Weights(GeneratorOptions options)
    {
        long Width(int level) => level == 0 ? options.Channels : UnetGenerator.WidthOf(options, level);
        var deepest = options.Downsamplings;
        return Enumerable.Range(1, deepest).SelectMany(level => Down(level))
            .Concat(Enumerable.Range(1, deepest).Reverse().SelectMany(level => Up(level)));

        IEnumerable<(string, long[])> Down(int level) =>
        [
            .. Layer(Convolution(level), [Width(level), Width(level - 1), 4, 4], Width(level), options.HasInnerBias),
            .. level > 1 && level < deepest ? Norm($"{UnetGenerator.NameOf(level)}.2", Width(level)) : [],
        ];

        IEnumerable<(string, long[])> Up(int level)
        {
            var index = level == 1 || level == deepest ? 3 : 5;
            var given = Width(level) * (level == deepest ? 1 : 2);
            return
            [
                .. Layer(
                    $"{UnetGenerator.NameOf(level)}.{index}.weight", [given, Width(level - 1), 4, 4], Width(level - 1), level == 1 || options.HasInnerBias),
                .. level > 1 ? Norm($"{UnetGenerator.NameOf(level)}.{index + 1}", Width(level - 1)) : [],
            ];
        }

        IEnumerable<(string, long[])> Norm(string name, long channels) => options.Normalization == Normalization.Batch
            ? ((string[])["weight", "bias", "running_mean", "running_var"]).Select(part => ($"{name}.{part}", (long[])[channels]))
            : [];

        static IEnumerable<(string, long[])> Layer(string weight, long[] shape, long channels, bool hasBias) =>
            hasBias ? [(weight, shape), (weight[..^"weight".Length] + "bias", [channels])] : [(weight, shape)];
    }

    // The uppermost level begins with its convolution, the others with an activation.
    private static string Convolution(int level) => $"{UnetGenerator.NameOf(level)}.{(level == 1 ? 0 : 1)}.weight";
}
