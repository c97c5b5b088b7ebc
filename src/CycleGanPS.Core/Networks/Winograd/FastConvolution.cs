using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Networks.Winograd;

/// <summary>Finds the layers that <see cref="WinogradConvolution"/> can do, with what stands before them.</summary>
internal static class FastConvolution
{
    /// <summary>
    /// Whether this layer, or this one and the next, are a 3×3 convolution that goes faster this way: one of stride 1, after a
    /// reflection by one pixel, after a doubling, or with a margin of zeros of its own.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="next">The one after it, or null.</param>
    /// <param name="input">What the layer would get.</param>
    /// <param name="convolution">The convolution, <paramref name="layer"/> or <paramref name="next"/>.</param>
    /// <param name="edge">What it sees around its input.</param>
    public static bool Matches(Module<Tensor, Tensor> layer, Module<Tensor, Tensor>? next, Tensor input, out Conv2d convolution, out InputEdge edge)
    {
        (convolution, edge) = (layer, next) switch
        {
            (Conv2d { padding: [1, ..] } own, _) => (own, InputEdge.Zero),
            (ReflectionPad2d { padding: [1, ..] }, Conv2d { padding: null or [0, ..] } after) => (after, InputEdge.Reflected),
            (TorchSharp.Modules.Upsample, Conv2d { padding: [1, ..] } after) => (after, InputEdge.Doubled),
            _ => (null!, default),
        };
        return convolution is not null && IsTaken(convolution, input);
    }

    private static bool IsTaken(Conv2d convolution, Tensor input)
    {
        var weight = convolution.weight;
        return Lanes.IsSupported
            && weight.shape is [var channelsOut, var channelsIn, 3, 3]
            && channelsOut % MatrixKernel.Columns == 0 && channelsIn % MatrixKernel.Columns == 0
            && convolution.stride is null or [1, ..]
            && input.device_type == TorchSharp.DeviceType.CPU && input.dtype == ScalarType.Float32 && weight.dtype == ScalarType.Float32
            && input.shape is [_, _, >= 2, >= 2];
    }
}
