using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace CycleGanPS.Core.Networks.Convolutions.Winograd;

/// <summary>The gradient of a reflection by one pixel.</summary>
internal static unsafe class ReflectedEdge
{
    /// <summary>N×C×(H+2)×(W+2) to N×C×H×W: what came to the edge is added to the pixel that stood there.</summary>
    public static Tensor Fold(Tensor padded)
    {
        var source = new Maps(padded);
        var (height, width) = (source.Height - 2, source.Width - 2);
        var result = empty(source.Images, source.Channels, height, width);
        var target = new Maps(result);
        TensorThreads.For(source.Images * source.Channels, (from, to) =>
        {
            for (var plane = from; plane < to; plane++)
            {
                var outer = source.Values + (plane * source.Plane);
                var inner = target.Values + (plane * target.Plane);
                for (var row = 0; row < height; row++)
                {
                    AddRow(outer + ((nint)(row + 1) * source.Width), inner + ((nint)row * width), width, add: false);
                }

                AddRow(outer, inner + width, width, add: true);
                AddRow(outer + ((nint)(height + 1) * source.Width), inner + ((nint)(height - 2) * width), width, add: true);
            }
        });
        return result;
    }

    private static void AddRow(float* outer, float* inner, int width, bool add)
    {
        var from = new ReadOnlySpan<float>(outer + 1, width);
        var to = new Span<float>(inner, width);
        if (add)
        {
            TensorPrimitives.Add(from, to, to);
        }
        else
        {
            from.CopyTo(to);
        }

        to[1] += outer[0];
        to[width - 2] += outer[width + 1];
    }
}
