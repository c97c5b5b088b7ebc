using CycleGanPS.Core.Networks.Convolutions.Direct;
using CycleGanPS.Core.Networks.Convolutions.Winograd;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Networks.Convolutions;

/// <summary>
/// Finds the layers that a processor does faster in one of our ways than in libtorch's, with what stands before them, and chooses the way:
/// Winograd's for 3×3 kernels where the channels fill its matrices, and sums over rows where there are few channels.
/// </summary>
internal static class FastConvolution
{
    // With more on both sides, libtorch's own is as fast.
    private const int FewChannels = 16;
    private const int LargestKernel = 7;

    [ThreadStatic]
    private static bool _isOff;

    /// <summary>
    /// Whether this layer, or this one and the next, are a convolution that goes faster this way: by itself or after a reflection or a doubling.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="next">The one after it, or null.</param>
    /// <param name="height">Rows of what the layer would get, which <see cref="CanWorkOn"/> is true of.</param>
    /// <param name="width">Columns.</param>
    /// <param name="convolution">The convolution, <paramref name="layer"/> or <paramref name="next"/>.</param>
    /// <param name="shape">What it is like.</param>
    public static bool Matches(
        Module<Tensor, Tensor> layer, Module<Tensor, Tensor>? next, int height, int width, out Conv2d convolution, out ConvolutionShape shape)
    {
        (convolution, var edge, var margin) = (layer, next) switch
        {
            (Conv2d own, _) => (own, Margin(own) == 0 ? InputEdge.None : InputEdge.Zero, Margin(own)),
            (ReflectionPad2d { padding: [var reflected, ..] }, Conv2d after) when Margin(after) == 0 => (after, InputEdge.Reflected, (int)reflected),
            (TorchSharp.Modules.Upsample, Conv2d after) => (after, InputEdge.Doubled, Margin(after)),
            _ => (null!, default, 0),
        };
        if (convolution is null)
        {
            shape = default;
            return false;
        }

        shape = new ConvolutionShape((int)convolution.kernel_size[0], (int)(convolution.stride is [var stride, ..] ? stride : 1), margin, edge);
        return IsTaken(convolution.weight, height, width, shape);
    }

    /// <summary>
    /// Until it is disposed of, this thread leaves all convolutions to libtorch: for passes whose gradient has a gradient itself, which ours
    /// have not.
    /// </summary>
    public static Pause ForSecondDerivatives() => new(_isOff);

    /// <summary>The convolution of a map that has its margin already, 1×C×H×W, without a gradient.</summary>
    /// <param name="padded">The map.</param>
    /// <param name="convolution">What to do with it, but for its padding.</param>
    /// <param name="reduced">Whether in bfloat16, unless the outputs are a picture.</param>
    public static Tensor OfPadded(Tensor padded, Conv2d convolution, bool reduced)
    {
        var (weight, stride) = (convolution.weight, (int)(convolution.stride is [var first, ..] ? first : 1));
        var shape = new ConvolutionShape((int)weight.shape[2], stride, 0, InputEdge.None);
        return reduced && ReducedConvolution.Matches(convolution) ? ReducedConvolution.OfPadded(padded, convolution)
            : CanWorkOn(padded) && IsTaken(weight, (int)padded.shape[2], (int)padded.shape[3], shape) ? Forward(padded, weight, convolution.bias, shape)
            : functional.conv2d(padded, weight, convolution.bias, [stride, stride]);
    }

    /// <summary>The convolution.</summary>
    public static Tensor Forward(Tensor input, Tensor weight, Tensor? bias, ConvolutionShape shape) =>
        IsWinograd(weight.shape, shape) ? WinogradConvolution.Forward(input, weight, bias, shape.Edge)
        : shape.Edge == InputEdge.Doubled ? DoubledConvolution.Forward(input, weight, bias)
        : DirectConvolution.Forward(input, weight, bias, shape);

    /// <summary>The gradient of an input of that height and width, given that of the output.</summary>
    public static Tensor InputGradient(Tensor outputGradient, Tensor weight, ConvolutionShape shape, int height, int width) =>
        IsWinograd(weight.shape, shape) ? WinogradConvolution.InputGradient(outputGradient, weight, shape.Edge)
        : shape.Edge == InputEdge.Doubled ? DoubledConvolution.InputGradient(outputGradient, weight)
        : DirectConvolution.InputGradient(outputGradient, weight, shape, height, width);

    /// <summary>The gradient of the weights, given that of the output.</summary>
    public static Tensor WeightGradient(Tensor input, Tensor outputGradient, Tensor weight, ConvolutionShape shape) =>
        IsWinograd(weight.shape, shape) ? WinogradConvolution.WeightGradient(input, outputGradient, shape.Edge)
        : shape.Edge == InputEdge.Doubled ? DoubledConvolution.WeightGradient(input, outputGradient)
        : DirectConvolution.WeightGradient(input, outputGradient, shape);

    private static int Margin(Conv2d convolution) => (int)(convolution.padding is [var padding, ..] ? padding : 0);

    /// <summary>Whether maps are where our own loops can work on them, and may: see <see cref="ForSecondDerivatives"/>.</summary>
    internal static bool CanWorkOn(Tensor input) =>
        Lanes.IsSupported && !_isOff && input.device_type == TorchSharp.DeviceType.CPU && input.dtype == ScalarType.Float32;

    private static bool IsTaken(Tensor weight, int height, int width, ConvolutionShape shape)
    {
        // Asked for once: each time is a call into libtorch.
        var sides = weight.shape;
        return weight.dtype == ScalarType.Float32
            && sides[2] == sides[3]
            && (IsWinograd(sides, shape) ? Math.Min(height, width) + (2 * shape.Margin) >= 4 : IsDirect(sides, height, width, shape));
    }

    private static bool IsWinograd(long[] weight, ConvolutionShape shape) =>
        shape is { Kernel: 3, Stride: 1 } && shape.Margin == shape.Edge.Margin()
        && weight[0] % MatrixKernel.Columns == 0 && weight[1] % MatrixKernel.Columns == 0;

    private static bool IsDirect(long[] weight, int height, int width, ConvolutionShape shape)
    {
        var padded = Math.Min(height, width) + (2 * shape.Margin);
        return (shape.Edge == InputEdge.Doubled
                ? shape is { Kernel: 3, Margin: 1 }
                : Math.Min(weight[0], weight[1]) <= FewChannels && shape is { Kernel: <= LargestKernel, Stride: 1 or 2 })
            && shape.Margin < shape.Kernel && shape.Margin < Math.Min(height, width)
            && (shape.Edge != InputEdge.Reflected || shape.Stride == 1)
            && padded >= shape.Kernel;
    }

    /// <summary>Ends at its disposal.</summary>
    internal readonly struct Pause : IDisposable
    {
        private readonly bool _before;

        public Pause(bool before) => (_before, _isOff) = (before, true);

        public void Dispose() => _isOff = _before;
    }
}
