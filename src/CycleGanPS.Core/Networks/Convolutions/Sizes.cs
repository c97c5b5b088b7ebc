using static TorchSharp.torch;

namespace CycleGanPS.Core.Networks.Convolutions;

/// <summary>
/// The sizes of maps, N×C×H×W, or of a convolution's weights, O×C×K×K. Each is asked for by itself, for all at once come in an array that is
/// allocated and pinned every time, which in a small network is a hundredth of a step.
/// </summary>
/// <param name="Count">N or O.</param>
/// <param name="Channels">C.</param>
/// <param name="Height">H or K.</param>
/// <param name="Width">W or K.</param>
internal readonly record struct Sizes(int Count, int Channels, int Height, int Width)
{
    /// <summary>Those of a tensor of four dimensions.</summary>
    public static Sizes Of(Tensor tensor) => new((int)tensor.size(0), (int)tensor.size(1), (int)tensor.size(2), (int)tensor.size(3));
}
