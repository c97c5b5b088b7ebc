using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Objectives;

/// <summary>
/// DiffAugment (Zhao et al. 2020, arXiv:2006.10738): what a discriminator sees, real or fake, is changed in colour, shifted and cut out
/// at random, each image on its own; the gradient of fakes passes through.
/// </summary>
internal static class DifferentiableAugmentation
{
    /// <summary>Numbers of [0, 1) that an image takes.</summary>
    public const int DrawsPerImage = 7;

    /// <summary>
    /// The images changed: brightness by up to ±0.5, saturation times 0 to 2, contrast times 0.5 to 1.5, a shift by up to an eighth, a hole
    /// of half the side.
    /// </summary>
    /// <param name="images">N×C×H×W in [−1, 1].</param>
    /// <param name="draws">
    /// N·<see cref="DrawsPerImage"/> numbers: of each image brightness, saturation, contrast, shift down and right, hole down and right.
    /// </param>
    public static Tensor Apply(Tensor images, IReadOnlyList<float> draws)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (images.shape[2], images.shape[3]);
        var changed = new List<Tensor>();
        foreach (var (index, image) in Recoloured(images, draws).split(1).Index())
        {
            float Draw(int place) => draws[(index * DrawsPerImage) + place];
            changed.Add(CutOut(Shifted(image, Shift(Draw(3), height), Shift(Draw(4), width)), Draw(5), Draw(6)));
        }

        return cat(changed).MoveToOuterDisposeScope();
    }

    /// <summary>The same with numbers that are drawn now.</summary>
    public static Tensor Apply(Tensor images, Func<int, float[]> draw) => Apply(images, draw((int)images.shape[0] * DrawsPerImage));

    private static Tensor Recoloured(Tensor images, IReadOnlyList<float> draws)
    {
        Tensor Factors(int place, double scale, double least)
        {
            var factors = Enumerable.Range(0, draws.Count / DrawsPerImage).Select(image => (float)((draws[(image * DrawsPerImage) + place] * scale) + least));
            return tensor([.. factors], [images.shape[0], 1, 1, 1]).to(images.device);
        }

        var bright = images.add(Factors(0, 1, -0.5), alpha: Held(1));
        var grey = bright.mean([1], keepdim: true);
        var saturated = bright.sub(grey).mul(Factors(1, 2, 0)).add(grey, alpha: Held(1));
        var mean = saturated.mean([1, 2, 3], keepdim: true);
        return saturated.sub(mean).mul(Factors(2, 1, 0.5)).add(mean, alpha: Held(1));
    }

    // Whole pixels from −most to most.
    private static long Shift(float draw, long side)
    {
        var most = (long)((side * 0.125) + 0.5);
        return (long)Math.Floor(draw * ((2 * most) + 1)) - most;
    }

    // Zeros come in at the edges.
    private static Tensor Shifted(Tensor image, long down, long right)
    {
        var (height, width) = (image.shape[2], image.shape[3]);
        var padded = functional.pad(image, [Math.Max(-right, 0), Math.Max(right, 0), Math.Max(-down, 0), Math.Max(down, 0)]);
        return padded.narrow(2, Math.Max(down, 0), height).narrow(3, Math.Max(right, 0), width);
    }

    // The hole's corner may lie half outside.
    private static Tensor CutOut(Tensor image, float down, float right)
    {
        var mask = ones_like(image);
        var (top, rows) = Hole(down, image.shape[2]);
        var (left, columns) = Hole(right, image.shape[3]);
        mask.narrow(2, top, rows).narrow(3, left, columns).zero_();
        return image.mul(mask);
    }

    private static (long First, long Count) Hole(float draw, long side)
    {
        var size = (long)((side * 0.5) + 0.5);
        var centre = (long)Math.Floor(draw * (side + 1 - (size % 2)));
        var first = Math.Clamp(centre - (size / 2), 0, side - 1);
        return (first, Math.Clamp(centre - (size / 2) + size - 1, 0, side - 1) - first + 1);
    }
}
