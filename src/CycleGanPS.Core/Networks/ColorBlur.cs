using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Networks;

/// <summary>
/// The mean over a square around each pixel, of a picture that is mirrored at its borders: N×C×H×W in and out. Colours are left, and no line.
/// </summary>
internal sealed class ColorBlur() : Module<Tensor, Tensor>(nameof(ColorBlur))
{
    /// <summary>Pixels that the square reaches to each side.</summary>
    public const int Reach = 8;

    /// <summary>The side of the square.</summary>
    public const int Side = (2 * Reach) + 1;

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var padded = functional.pad(input, [Reach, Reach, Reach, Reach], PaddingModes.Reflect);
        return Mean(padded).MoveToOuterDisposeScope();
    }

    /// <summary>The means over all squares that lie within a picture with its margin.</summary>
    public static Tensor Mean(Tensor padded) => functional.avg_pool2d(padded, Side, 1);
}
