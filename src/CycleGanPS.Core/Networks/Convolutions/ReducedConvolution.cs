using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Networks.Convolutions;

/// <summary>
/// Convolutions in bfloat16 (eight bits of mantissa, the exponents of float32), whose weights, sums over batches and everything between
/// convolutions stay in float32: what PyTorch's autocast does, which TorchSharp lacks.
/// </summary>
internal static class ReducedConvolution
{
    // The convolution whose outputs are the picture has as many channels at most.
    private const int PictureChannels = 4;

    /// <summary>Whether a layer is a convolution whose outputs may lose digits: not if they are the picture.</summary>
    public static bool Matches(Module<Tensor, Tensor> layer) =>
        layer is TorchSharp.Modules.Conv2d plain ? plain.weight.shape[0] > PictureChannels
        : layer is TorchSharp.Modules.ConvTranspose2d transposed && transposed.weight.shape[1] > PictureChannels;

    /// <summary>The convolution of N×C×H×W, float32 in and out.</summary>
    public static Tensor Call(Module<Tensor, Tensor> layer, Tensor input)
    {
        using var scope = NewDisposeScope();
        var reduced = input.to(bfloat16);
        var output = layer is TorchSharp.Modules.ConvTranspose2d transposed
            ? functional.conv_transpose2d(
                reduced, transposed.weight.to(bfloat16), transposed.bias?.to(bfloat16), transposed.stride, transposed.padding, transposed.output_padding)
            : Plain((TorchSharp.Modules.Conv2d)layer, reduced);
        return output.to(float32).MoveToOuterDisposeScope();
    }

    /// <summary>The convolution of a map that has its margin already, float32 in and out.</summary>
    public static Tensor OfPadded(Tensor padded, TorchSharp.Modules.Conv2d layer)
    {
        using var scope = NewDisposeScope();
        return functional.conv2d(padded.to(bfloat16), layer.weight.to(bfloat16), layer.bias?.to(bfloat16), layer.stride)
            .to(float32).MoveToOuterDisposeScope();
    }

    private static Tensor Plain(TorchSharp.Modules.Conv2d layer, Tensor input) =>
        functional.conv2d(input, layer.weight.to(bfloat16), layer.bias?.to(bfloat16), layer.stride, layer.padding);
}
