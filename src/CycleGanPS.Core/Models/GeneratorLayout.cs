using System.Diagnostics.CodeAnalysis;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Models;

/// <summary>
/// The names and shapes of a generator's weights: of residual ones here, in the layouts of PyTorch-GAN ("block", resize upsampling) and
/// pytorch-CycleGAN-and-pix2pix ("conv_block", transposed convolutions). Their activation leaves no trace in the weights and
/// is taken for ReLU.
/// </summary>
internal static class GeneratorLayout
{
    private const int FirstBlock = 10;
    private const int MostBlocks = 64;
    private const int MostFilters = 512;

    /// <summary>Whether a generator of these options can be built here: a stranger's file must not make us build an absurd one.</summary>
    public static bool IsBuildable(GeneratorOptions options) =>
        options is { Channels: 3, Filters: >= 1 and <= MostFilters } && double.IsFinite(options.NegativeSlope) && options.Kind switch
        {
            GeneratorKind.Resnet => options is { ResidualBlocks: >= 1 and <= MostBlocks, Downsamplings: 2, Skips: SkipConnections.None },
            GeneratorKind.SkipResnet => options is { ResidualBlocks: >= 1 and <= MostBlocks, Downsamplings: 2, Upsampling: Upsampling.Resize }
                && options.Skips != SkipConnections.None && (options.Skips & ~(SkipConnections.All | SkipConnections.Color)) == 0,
            GeneratorKind.Unet => UnetLayout.IsBuildable(options),
            _ => false,
        };

    /// <summary>Finds the generator whose weights these are.</summary>
    /// <param name="tensors">Names and shapes.</param>
    /// <param name="options">The generator, where it is one.</param>
    /// <param name="fault">Why it is none.</param>
    public static bool TryRecognize(
        IReadOnlyDictionary<string, TensorDescription> tensors,
        [NotNullWhen(true)] out GeneratorOptions? options,
        [NotNullWhen(false)] out string? fault)
    {
        if (UnetLayout.Matches(tensors))
        {
            return UnetLayout.TryRecognize(tensors, out options, out fault);
        }

        options = null;
        if (!tensors.TryGetValue("model.1.weight", out var first) || first.Shape is not [var filters, var channels, 7, 7])
        {
            fault = first is null
                ? "it has no model.1.weight (F×3×7×7), with which a residual generator begins"
                : $"its model.1.weight is {first.Size}, where a residual generator has F×3×7×7";
            return false;
        }

        if (channels != 3 || filters > MostFilters)
        {
            fault = $"its model.1.weight is {first.Size}; generators on 3 channels of at most {MostFilters} filters are read";
            return false;
        }

        if (tensors.ContainsKey($"model.{FirstBlock}.conv_block.0.weight"))
        {
            fault = $"its blocks begin with a convolution (model.{FirstBlock}.conv_block.0.weight): it was trained with zero padding, and only "
                + "reflection padding is read";
            return false;
        }

        var isTransposed = tensors.ContainsKey($"model.{FirstBlock}.conv_block.1.weight");
        var inner = isTransposed ? "conv_block" : "block";
        var blocks = Enumerable.Range(FirstBlock, MostBlocks).TakeWhile(index => tensors.ContainsKey($"model.{index}.{inner}.1.weight")).Count();
        if (blocks == 0)
        {
            fault = $"it has neither model.{FirstBlock}.block.1.weight nor model.{FirstBlock}.conv_block.1.weight, with which the residual blocks begin";
            return false;
        }

        var hasNorm = tensors.ContainsKey("model.2.weight");
        if (hasNorm && !tensors.ContainsKey("model.2.running_mean"))
        {
            fault = "its normalisation has weights (model.2.weight) but no running statistics (model.2.running_mean): instance normalisation "
                + "with weights is not read";
            return false;
        }

        if (!hasNorm && !tensors.ContainsKey("model.1.bias"))
        {
            fault = "its first convolution has no bias (model.1.bias) and no batch normalisation behind it (model.2.weight): networks without "
                + "normalisation are not read";
            return false;
        }

        GeneratorOptions found = new()
        {
            Channels = (int)channels,
            Filters = (int)filters,
            ResidualBlocks = blocks,
            Upsampling = isTransposed ? Upsampling.Transpose : Upsampling.Resize,
            Normalization = hasNorm ? Normalization.Batch : Normalization.Instance,
            Dropout = tensors.TryGetValue($"model.{FirstBlock}.{inner}.6.weight", out var shifted) && shifted.Shape.Length == 4,
        };
        fault = Mismatch(found, tensors);
        if (fault is not null && HasSkips(found, tensors))
        {
            fault = "it has skip connections, whose kind its weights do not tell; the files that a training leaves record it";
        }

        options = fault is null ? found : null;
        return fault is null;
    }

    private static bool HasSkips(GeneratorOptions found, IReadOnlyDictionary<string, TensorDescription> tensors) =>
        Enumerable.Range(1, (int)(SkipConnections.All | SkipConnections.Color)).Any(
            skips => Mismatch(found with { Kind = GeneratorKind.SkipResnet, Skips = (SkipConnections)skips }, tensors) is null);

    /// <summary>What does not fit between a generator and the tensors of a file; null if all does.</summary>
    public static string? Mismatch(GeneratorOptions options, IReadOnlyDictionary<string, TensorDescription> tensors)
    {
        HashSet<string> unused = [.. tensors.Keys.Where(name => !IsIgnored(name, options))];
        foreach ((var name, var shape) in Weights(options))
        {
            TensorDescription expected = new(default, shape);
            if (!tensors.TryGetValue(name, out var given))
            {
                return $"it has no {name} ({expected.Size})";
            }

            if (!given.Shape.SequenceEqual(shape))
            {
                return $"its {name} is {given.Size}, where {expected.Size} is expected";
            }

            if (!ElementTypes.IsReal(given.Type))
            {
                return $"its {name} holds numbers of type {given.Type}, where floating-point numbers are expected";
            }

            unused.Remove(name);
        }

        return unused.Count == 0
            ? null
            : $"it also holds {string.Join(", ", unused.Order(StringComparer.Ordinal).Take(3))}{(unused.Count > 3 ? ", …" : "")}, "
                + "which such a generator does not have";
    }

    /// <summary>The names and shapes of a generator's weights, in order.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Weights(GeneratorOptions options) =>
        options.Kind == GeneratorKind.Unet ? UnetLayout.Weights(options) : WeightsOfResnet(options);

    private static List<(string Name, long[] Shape)> WeightsOfResnet(GeneratorOptions options)
    {
        var isTransposed = options.Upsampling == Upsampling.Transpose;
        long width = options.Filters;
        List<(string, long[])> weights = [];
        Convolution("model.1", [width, options.Channels, 7, 7], width, norm: "model.2");
        Convolution("model.4", [2 * width, width, 3, 3], 2 * width, norm: "model.5");
        Convolution("model.7", [4 * width, 2 * width, 3, 3], 4 * width, norm: "model.8");
        var inside = 4 * width;
        for (var block = FirstBlock; block < FirstBlock + options.ResidualBlocks; block++)
        {
            var name = $"model.{block}.{(isTransposed ? "conv_block" : "block")}";
            var second = options.Dropout ? 6 : 5;
            Convolution($"{name}.1", [inside, inside, 3, 3], inside, norm: $"{name}.2");
            Convolution($"{name}.{second}", [inside, inside, 3, 3], inside, norm: $"{name}.{second + 1}");
        }

        // Resizing is a layer of its own before each convolution.
        var next = FirstBlock + options.ResidualBlocks;
        foreach (var (wide, skipped) in new[]
            { (inside, ResnetGenerator.SkippedToFirst(options)), (inside / 2, ResnetGenerator.SkippedToSecond(options)) })
        {
            next += isTransposed ? 0 : 1;
            Convolution(
                $"model.{next}", isTransposed ? [wide, wide / 2, 3, 3] : [wide / 2, wide + skipped, 3, 3], wide / 2, norm: $"model.{next + 1}");
            next += 3;
        }

        weights.Add(($"model.{next + 1}.weight", [options.Channels, width + ResnetGenerator.SkippedToLast(options), 7, 7]));
        weights.Add(($"model.{next + 1}.bias", [options.Channels]));
        return weights;

        void Convolution(string name, long[] shape, long channels, string norm)
        {
            weights.Add(($"{name}.weight", shape));
            if (options.HasInnerBias)
            {
                weights.Add(($"{name}.bias", [channels]));
            }

            if (options.Normalization == Normalization.Batch)
            {
                weights.AddRange(((string[])["weight", "bias", "running_mean", "running_var"]).Select(part => ($"{norm}.{part}", (long[])[channels])));
            }
        }
    }

    /// <summary>Statistics that older versions of PyTorch wrote for instance norms, and the count of batches, which nothing needs.</summary>
    public static bool IsIgnored(string name, GeneratorOptions options) =>
        name.EndsWith(".num_batches_tracked", StringComparison.Ordinal)
        || (options.Normalization == Normalization.Instance
            && (name.EndsWith(".running_mean", StringComparison.Ordinal) || name.EndsWith(".running_var", StringComparison.Ordinal)));
}
