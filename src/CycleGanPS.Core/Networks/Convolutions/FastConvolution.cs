using CycleGanPS.Core.Networks.Convolutions.Direct;
using CycleGanPS.Core.Networks.Convolutions.Gathered;
using CycleGanPS.Core.Networks.Convolutions.Winograd;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Networks.Convolutions;

/// <summary>
/// Finds the layers that a processor does faster in one of our ways than in libtorch's, with what stands before them, and chooses the way:
/// Winograd's for 3×3 kernels where the channels fill its matrices, products of gathered patches for others with many channels on small maps, and sums
/// over rows where there are few channels.
/// </summary>
internal static class FastConvolution
{
    // With more on both sides, libtorch's own is as fast.
    private const int FewChannels = 16;
    private const int LargestKernel = 7;

    // Floats of an image's patches: with more, libtorch's own is as fast.
    private const long MostGathered = 1 << 17;

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
        (convolution, var edge, var margin, var more) = (layer, next) switch
        {
            (Conv2d own, _) => (own, Margin(own) == 0 ? InputEdge.None : InputEdge.Zero, Margin(own), 0),
            (ReflectionPad2d { padding: [var reflected, ..] }, Conv2d after) when Margin(after) == 0 => (after, InputEdge.Reflected, (int)reflected, 0),
            (ZeroPad2d { padding: [1, 0, 1, 0] }, Conv2d after) when Stride(after) == 1 => (after, InputEdge.Zero, Margin(after), 1),
            (TorchSharp.Modules.Upsample, Conv2d after) => (after, InputEdge.Doubled, Margin(after), 0),
            _ => (null!, default, 0, 0),
        };
        if (convolution is null)
        {
            shape = default;
            return false;
        }

        shape = new ConvolutionShape((int)convolution.kernel_size[0], Stride(convolution), margin, edge, more);
        return convolution.weight is { dtype: ScalarType.Float32 } weight && WayOf(Sizes.Of(weight), height, width, shape) != Way.Libtorch;
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
        var (weight, stride) = (convolution.weight, Stride(convolution));
        var shape = new ConvolutionShape((int)weight.size(2), stride, 0, InputEdge.None);
        return reduced && ReducedConvolution.Matches(convolution) ? ReducedConvolution.OfPadded(padded, convolution)
            : CanWorkOn(padded) && WayOf(weight, padded, shape) != Way.Libtorch ? Forward(padded, weight, convolution.bias, shape)
            : functional.conv2d(padded, weight, convolution.bias, [stride, stride]);
    }

    /// <summary>The convolution.</summary>
    public static Tensor Forward(Tensor input, Tensor weight, Tensor? bias, ConvolutionShape shape) => WayOf(weight, input, shape) switch
    {
        Way.Winograd => WinogradConvolution.Forward(input, weight, bias, shape.Edge),
        Way.Gathered => GatheredConvolution.Forward(input, weight, bias, shape),
        Way.Doubled => DoubledConvolution.Forward(input, weight, bias),
        _ => DirectConvolution.Forward(input, weight, bias, shape),
    };

    /// <summary>The gradients of the input and of the weights, given that of the output.</summary>
    /// <param name="input">The input.</param>
    /// <param name="outputGradient">The gradient of the output.</param>
    /// <param name="weight">The weights.</param>
    /// <param name="shape">The convolution.</param>
    /// <param name="ofInput">Whether that of the input is wanted.</param>
    /// <param name="ofWeight">Whether that of the weights is.</param>
    public static (Tensor? Input, Tensor? Weight) Backward(
        Tensor input, Tensor outputGradient, Tensor weight, ConvolutionShape shape, bool ofInput, bool ofWeight)
    {
        var (height, width) = ((int)input.size(2), (int)input.size(3));
        return WayOf(Sizes.Of(weight), height, width, shape) switch
        {
            Way.Winograd => WinogradConvolution.Backward(input, outputGradient, weight, shape.Edge, ofInput, ofWeight),
            Way.Gathered => (
                ofInput ? GatheredConvolution.InputGradient(outputGradient, weight, shape, height, width) : null,
                ofWeight ? GatheredConvolution.WeightGradient(input, outputGradient, shape) : null),
            Way.Doubled => (
                ofInput ? DoubledConvolution.InputGradient(outputGradient, weight) : null,
                ofWeight ? DoubledConvolution.WeightGradient(input, outputGradient) : null),
            _ => (
                ofInput ? DirectConvolution.InputGradient(outputGradient, weight, shape, height, width) : null,
                ofWeight ? DirectConvolution.WeightGradient(input, outputGradient, shape) : null),
        };
    }

    private static int Stride(Conv2d convolution) => (int)(convolution.stride is [var stride, ..] ? stride : 1);

    private static int Margin(Conv2d convolution) => (int)(convolution.padding is [var padding, ..] ? padding : 0);

    /// <summary>Whether maps are where our own loops can work on them, and may: see <see cref="ForSecondDerivatives"/>.</summary>
    internal static bool CanWorkOn(Tensor input) =>
        Lanes.IsSupported && !_isOff && input.device_type == TorchSharp.DeviceType.CPU && input.dtype == ScalarType.Float32;

    private static Way WayOf(Tensor weight, Tensor input, ConvolutionShape shape) =>
        WayOf(Sizes.Of(weight), (int)input.size(2), (int)input.size(3), shape);

    private static Way WayOf(Sizes weight, int height, int width, ConvolutionShape shape) =>
        weight.Height != weight.Width ? Way.Libtorch
        : IsWinograd(weight, shape) ? Math.Min(height, width) + (2 * shape.Margin) >= 4 ? Way.Winograd : Way.Libtorch
        : IsGathered(weight, height, width, shape) ? Way.Gathered
        : !IsDirect(weight, height, width, shape) ? Way.Libtorch
        : shape.Edge == InputEdge.Doubled ? Way.Doubled
        : Way.Direct;

    private static bool IsWinograd(Sizes weight, ConvolutionShape shape) =>
        shape is { Kernel: 3, Stride: 1, MoreBefore: 0 } && shape.Margin == shape.Edge.Margin()
        && weight.Count % WinogradConvolution.Channels == 0 && weight.Channels % WinogradConvolution.Channels == 0;

    private static bool IsGathered(Sizes weight, int height, int width, ConvolutionShape shape)
    {
        var places = shape.OutputSide(height) * (long)shape.OutputSide(width);
        return shape is { Kernel: 3 or 4, Edge: InputEdge.Zero or InputEdge.None }
            && shape.Before < shape.Kernel
            && Math.Min(height, width) + shape.Before + shape.Margin >= shape.Kernel
            && weight.Count % Products.Rows == 0 && places % Products.Rows == 0
            && weight.Count > FewChannels
            && (long)weight.Channels * shape.Kernel * shape.Kernel * places <= MostGathered;
    }

    private static bool IsDirect(Sizes weight, int height, int width, ConvolutionShape shape)
    {
        var padded = Math.Min(height, width) + shape.Before + shape.Margin;
        return (shape.Edge == InputEdge.Doubled
                ? shape is { Kernel: 3, Margin: 1 }
                : Math.Min(weight.Count, weight.Channels) <= FewChannels && shape is { Kernel: <= LargestKernel, Stride: 1 or 2 })
            && shape.Before < shape.Kernel && shape.Margin < Math.Min(height, width)
            && (shape.Edge != InputEdge.Reflected || shape.Stride == 1)
            && padded >= shape.Kernel;
    }

    private enum Way
    {
        Libtorch,
        Winograd,
        Gathered,
        Doubled,
        Direct,
    }

    /// <summary>Ends at its disposal.</summary>
    internal readonly struct Pause : IDisposable
    {
        private readonly bool _before;

        public Pause(bool before) => (_before, _isOff) = (before, true);

        public void Dispose() => _isOff = _before;
    }
}
