using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>The average of those of 3×3 pixels that are inside, channel by channel, with zero in place of what is below it.</summary>
internal sealed unsafe class AveragePool : Layer
{
    private const int Lanes = 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(PixelMaps input, PixelMaps output, float* scratch)
    {
        for (var pixel = 0; pixel < output.Pixels; pixel++)
        {
            var window = PoolWindow.Of(pixel, input, output, 1, 1);
            var first = input[window.Image, window.Top, window.Left];
            var target = output.Values + ((nint)pixel * output.Stride);
            var share = Vector256.Create(1f / (window.Height * window.Width));
            for (var channel = 0; channel < input.Channels; channel += Lanes)
            {
                var sum = Vector256<float>.Zero;
                for (var row = 0; row < window.Height; row++)
                {
                    var place = first + channel + ((nint)row * input.Width * input.Stride);
                    for (var column = 0; column < window.Width; column++, place += input.Stride)
                    {
                        sum += Vector256.Load(place);
                    }
                }

                Vector256.MaxNative(Vector256<float>.Zero, sum * share).Store(target + channel);
            }
        }
    }
}
