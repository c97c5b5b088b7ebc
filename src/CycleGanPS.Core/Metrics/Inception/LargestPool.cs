using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>The largest of 3×3 pixels, channel by channel.</summary>
internal sealed unsafe class LargestPool(int stride) : Layer
{
    private const int Lanes = 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(PixelMaps input, PixelMaps output, float* scratch)
    {
        for (var pixel = 0; pixel < output.Pixels; pixel++)
        {
            var window = PoolWindow.Of(pixel, input, output, stride, stride == 1 ? 1 : 0);
            var first = input[window.Image, window.Top, window.Left];
            var target = output.Values + ((nint)pixel * output.Stride);
            for (var channel = 0; channel < input.Channels; channel += Lanes)
            {
                var largest = Vector256.Load(first + channel);
                for (var row = 0; row < window.Height; row++)
                {
                    var place = first + channel + ((nint)row * input.Width * input.Stride);
                    for (var column = 0; column < window.Width; column++, place += input.Stride)
                    {
                        largest = Vector256.MaxNative(largest, Vector256.Load(place));
                    }
                }

                largest.Store(target + channel);
            }
        }
    }
}
