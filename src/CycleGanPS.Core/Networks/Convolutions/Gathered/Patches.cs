using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CycleGanPS.Core.Networks.Convolutions.Direct;
using CycleGanPS.Core.Networks.Convolutions.Winograd;

namespace CycleGanPS.Core.Networks.Convolutions.Gathered;

/// <summary>What a kernel of three or four pixels a side sees at each place, channel by channel and row by row, as the weights are in memory.</summary>
internal readonly unsafe struct Patches
{
    /// <summary>Pixels of a row of the kernel that are moved at a time.</summary>
    public const int LargestKernel = 4;

    private readonly ConvolutionShape _shape;
    private readonly Planes _planes;
    private readonly int* _places;

    /// <param name="channels">Channels of the input.</param>
    /// <param name="output">The maps of the output, or their gradient.</param>
    /// <param name="shape">The convolution.</param>
    public Patches(int channels, Maps output, ConvolutionShape shape)
    {
        (_shape, Count, Length) = (shape, (int)output.Plane, channels * shape.Kernel * shape.Kernel);
        _planes = new Planes(
            ScratchUse.Inputs, channels, ((output.Height - 1) * shape.Stride) + shape.Kernel, ((output.Width - 1) * shape.Stride) + shape.Kernel,
            isSplit: false);
        // In whole vectors, of which the last may have some of the last place.
        _places = (int*)ScratchMemory.Take(ScratchUse.Taps, Count + Lanes.Count);
        for (var place = 0; place < Count + Lanes.Count; place++)
        {
            var (row, column) = Math.DivRem(Math.Min(place, Count - 1), output.Width);
            _places[place] = ((row * _planes.Columns) + column) * shape.Stride;
        }
    }

    /// <summary>Places in an image.</summary>
    public int Count { get; }

    /// <summary>Pixels that the kernel sees, of all channels.</summary>
    public int Length { get; }

    /// <summary>Takes an image, with what is around it.</summary>
    public void Fill(Maps maps, int image) => _planes.Fill(maps, image, InputEdge.Zero, _shape.Before);

    /// <summary>Each place as a column, and up to seven columns more.</summary>
    /// <param name="columns">The first column of the first of <see cref="Length"/> rows.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    public void GatherColumns(float* columns, nint stride)
    {
        var (patches, planes, kernel) = (this, _planes, _shape.Kernel);
        TensorThreads.For(planes.Channels, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (from, to) =>
        {
            var pixels = stackalloc float[LargestKernel * Lanes.Count];
            for (var row = from * kernel; row < to * kernel; row++)
            {
                var source = planes.Values + (row / kernel * planes.Size) + (row % kernel * planes.Columns);
                var target = columns + (row * kernel * stride);
                for (var place = 0; place < patches.Count; place += Lanes.Count)
                {
                    Lanes.LoadFour(source, patches._places + place, pixels);
                    for (var column = 0; column < kernel; column++)
                    {
                        Vector256.Load(pixels + (column * Lanes.Count)).Store(target + (column * stride) + place);
                    }
                }
            }
        });
    }

    /// <summary>Each place as a row, and a pixel more.</summary>
    /// <param name="rows">The first row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    public void GatherRows(float* rows, nint stride)
    {
        var (patches, planes, kernel) = (this, _planes, _shape.Kernel);
        TensorThreads.For(Count, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (from, to) =>
        {
            for (var place = from; place < to; place++)
            {
                var source = planes.Values + patches._places[place];
                var target = rows + (place * stride);
                for (var channel = 0; channel < planes.Channels; channel++, source += planes.Size)
                {
                    for (var row = 0; row < kernel; row++, target += kernel)
                    {
                        Vector128.Load(source + (row * planes.Columns)).Store(target);
                    }
                }
            }
        });
    }

    /// <summary>The sums of the rows' pixels where they come from: the gradient of an image, given that of the places.</summary>
    /// <param name="rows">The first row; a pixel behind each may be read.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="maps">Takes the image's maps.</param>
    /// <param name="image">The image.</param>
    public void ScatterRows(float* rows, nint stride, Maps maps, int image)
    {
        var (patches, planes, shape) = (this, _planes, _shape);
        TensorThreads.For(planes.Channels, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (from, to) =>
        {
            var kernel = shape.Kernel;
            var mask = Vector128.LessThan(Vector128.Create(0, 1, 2, 3), Vector128.Create(kernel)).AsSingle();
            var first = planes.Values + (from * planes.Size);
            new Span<float>(first, checked((int)((to - from) * planes.Size))).Clear();
            // Places next to each other overlap: the other channels come between, so that no sum waits for the one before.
            for (var place = 0; place < patches.Count; place++)
            {
                var target = first + patches._places[place];
                var source = rows + (place * stride) + (from * kernel * kernel);
                for (var channel = from; channel < to; channel++, target += planes.Size)
                {
                    for (var row = 0; row < kernel; row++, source += kernel)
                    {
                        var sum = target + (row * planes.Columns);
                        (Vector128.Load(sum) + (Vector128.Load(source) & mask)).Store(sum);
                    }
                }
            }

            for (var channel = from; channel < to; channel++)
            {
                for (var row = 0; row < maps.Height; row++)
                {
                    var target = new Span<float>(maps[image, channel] + ((nint)row * maps.Width), maps.Width);
                    CopyRow(planes.Values + (channel * planes.Size), planes, row + shape.Before, shape.Before, target);
                }
            }
        });
    }

    // What no place saw has no gradient.
    private static void CopyRow(float* plane, Planes planes, int row, int margin, Span<float> target)
    {
        var seen = row < planes.Rows ? Math.Min(target.Length, planes.Columns - margin) : 0;
        new ReadOnlySpan<float>(plane + ((nint)row * planes.Columns) + margin, seen).CopyTo(target);
        target[seen..].Clear();
    }
}
