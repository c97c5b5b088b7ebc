using CycleGanPS.Core.Networks.Convolutions.Direct;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Networks.Convolutions.Gathered;

/// <summary>
/// Convolutions of small maps with many channels on a processor, as products of the weights, O rows of C·K·K, and the patches that the kernel sees
/// (Chellapilla et al. 2006, "High performance convolutional neural networks for document processing"). Inputs, weights and outputs are N×C×H×W,
/// O×C×K×K and N×O×H'×W' in single precision, with zeros around the input. O is a multiple of <see cref="Products.Rows"/>, and so is H'·W'.
/// </summary>
internal static unsafe class GatheredConvolution
{
    /// <summary>The convolution.</summary>
    public static Tensor Forward(Tensor input, Tensor weight, Tensor? bias, ConvolutionShape shape)
    {
        using var scope = NewDisposeScope();
        var maps = new Maps(input.contiguous());
        var weights = Maps.Pointer(weight.contiguous());
        var result = empty(maps.Images, weight.size(0), shape.OutputSide(maps.Height), shape.OutputSide(maps.Width));
        var output = new Maps(result);
        var patches = new Patches(maps.Channels, output, shape);
        // Of all images side by side, and what the last vector reaches over.
        var (count, stride) = (maps.Images * patches.Count, Products.Whole(maps.Images * patches.Count) + Products.Columns);
        var columns = ScratchMemory.Take(ScratchUse.Patches, (nint)patches.Length * stride);
        for (var image = 0; image < maps.Images; image++)
        {
            patches.Fill(maps, image);
            patches.GatherColumns(columns + (image * patches.Count), stride);
        }

        var products = ScratchMemory.Take(ScratchUse.Outputs, (nint)output.Channels * stride);
        Products.Multiply(weights, patches.Length, 1, columns, stride, 1, products, stride, output.Channels, count, patches.Length, accumulate: false);
        TakeOutputs(products, stride, bias is null ? null : Maps.Pointer(bias), output);
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>The gradient of an input of that height and width, given that of the output.</summary>
    public static Tensor InputGradient(Tensor outputGradient, Tensor weight, ConvolutionShape shape, int height, int width)
    {
        using var scope = NewDisposeScope();
        var gradients = new Maps(outputGradient.contiguous());
        var result = empty(gradients.Images, weight.size(1), height, width);
        var maps = new Maps(result);
        var patches = new Patches(maps.Channels, gradients, shape);
        var panels = Products.Pack(Maps.Pointer(weight.contiguous()), gradients.Channels, patches.Length);
        var stride = Products.Whole(patches.Length) + Products.Columns;
        var rows = ScratchMemory.Take(ScratchUse.Patches, (nint)patches.Count * stride);
        for (var image = 0; image < gradients.Images; image++)
        {
            Products.Multiply(
                gradients[image, 0], 1, gradients.Plane, panels, Products.Columns, gradients.Channels, rows, stride, patches.Count, patches.Length,
                gradients.Channels, accumulate: false);
            patches.ScatterRows(rows, stride, maps, image);
        }

        return result.MoveToOuterDisposeScope();
    }

    /// <summary>The gradient of the weights, given that of the output.</summary>
    public static Tensor WeightGradient(Tensor input, Tensor outputGradient, ConvolutionShape shape)
    {
        using var scope = NewDisposeScope();
        var (maps, gradients) = (new Maps(input.contiguous()), new Maps(outputGradient.contiguous()));
        var result = empty(gradients.Channels, maps.Channels, shape.Kernel, shape.Kernel);
        var patches = new Patches(maps.Channels, gradients, shape);
        var whole = Products.Whole(patches.Length);
        var stride = whole + Products.Columns;
        var rows = ScratchMemory.Take(ScratchUse.Patches, (nint)patches.Count * stride);
        var sums = whole == patches.Length ? Maps.Pointer(result) : ScratchMemory.Take(ScratchUse.Sums, (nint)gradients.Channels * whole);
        for (var image = 0; image < maps.Images; image++)
        {
            patches.Fill(maps, image);
            patches.GatherRows(rows, stride);
            Products.Multiply(
                gradients[image, 0], gradients.Plane, 1, rows, stride, 1, sums, whole, gradients.Channels, patches.Length, patches.Count,
                accumulate: image > 0);
        }

        for (var channel = 0; whole > patches.Length && channel < gradients.Channels; channel++)
        {
            new ReadOnlySpan<float>(sums + ((nint)channel * whole), patches.Length)
                .CopyTo(new Span<float>(Maps.Pointer(result) + ((nint)channel * patches.Length), patches.Length));
        }

        return result.MoveToOuterDisposeScope();
    }

    private static void TakeOutputs(float* products, nint stride, float* bias, Maps output)
    {
        var plane = (int)output.Plane;
        for (var image = 0; image < output.Images; image++)
        {
            for (var channel = 0; channel < output.Channels; channel++)
            {
                System.Numerics.Tensors.TensorPrimitives.Add(
                    new ReadOnlySpan<float>(products + (channel * stride) + (image * plane), plane),
                    bias is null ? 0 : bias[channel],
                    new Span<float>(output[image, channel], plane));
            }
        }
    }
}
