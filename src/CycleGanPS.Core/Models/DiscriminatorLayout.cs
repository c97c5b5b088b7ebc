using System.Globalization;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Models;

/// <summary>A patch discriminator, as its weights tell of it.</summary>
/// <param name="Architecture">Its receptive field: "Patch70". In place of a last convolution "batch head", which leaves the field open.</param>
/// <param name="CodeBase">Whose layout it has, or null where it is ours alone.</param>
/// <param name="Filters">Width of the first convolution.</param>
/// <param name="Normalization">"Instance", "Batch" or "None".</param>
internal sealed record DiscriminatorLayout(string Architecture, string? CodeBase, int Filters, string Normalization)
{
    /// <summary>The discriminator whose weights these are, or null.</summary>
    public static DiscriminatorLayout? Recognize(IReadOnlyDictionary<string, TensorDescription> tensors)
    {
        List<(int Index, long[] Shape)> convolutions = [];
        var hasHead = false;
        foreach ((var name, var tensor) in tensors)
        {
            var parts = name.Split('.');
            if (parts[0] == PatchDiscriminator.HeadName)
            {
                hasHead = true;
                continue;
            }

            if (parts is not ["model", var number, var kind] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                return null;
            }

            if (kind is "weight" or SpectralConvolution.Weight && tensor.Shape.Length == 4)
            {
                convolutions.Add((index, tensor.Shape));
            }
        }

        convolutions.Sort((left, right) => left.Index.CompareTo(right.Index));
        if (convolutions.Count is < 3 or > 12 || convolutions[0].Index != 0 || convolutions[^1].Shape[0] == 1 == hasHead
            || convolutions.Any(entry => entry.Shape is not [_, _, 4, 4])
            || convolutions.Zip(convolutions.Skip(1)).Any(pair => pair.First.Shape[0] != pair.Second.Shape[1]))
        {
            return null;
        }

        int[] gaps = [.. convolutions.Zip(convolutions.Skip(1), (left, right) => right.Index - left.Index)];
        var hasNorm = gaps.Length > 1 && gaps[1] == 3;
        var last = gaps[^1];
        // The padding before the last convolution, and stride 2 throughout, are PyTorch-GAN's.
        var isPadded = !hasHead && last == (hasNorm ? 4 : 3);
        var isRegular = gaps[0] == 2 && gaps[1..^1].All(gap => gap == (hasNorm ? 3 : 2)) && (isPadded || last == (hasNorm ? 3 : 2));
        return isRegular
            ? new DiscriminatorLayout(
                hasHead ? "batch head" : $"Patch{ReceptiveField(convolutions.Count, isPadded)}",
                hasHead ? null : isPadded ? CodeBases.PyTorchGan : CodeBases.Pix2Pix,
                (int)convolutions[0].Shape[0],
                tensors.ContainsKey("model.3.weight") ? nameof(Options.Normalization.Batch)
                    : hasNorm ? nameof(DiscriminatorNormalization.Instance)
                    : nameof(DiscriminatorNormalization.None))
            : null;
    }

    // From the last convolution to the image: stride 1 adds 3, stride 2 doubles and adds 2.
    private static int ReceptiveField(int convolutions, bool isPadded)
    {
        var singleStride = isPadded ? 1 : 2;
        var field = 1 + (3 * singleStride);
        for (var layer = singleStride; layer < convolutions; layer++)
        {
            field = (2 * field) + 2;
        }

        return field;
    }
}
