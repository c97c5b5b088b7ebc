using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>
/// A convolution by minimal filtering, tile by tile: the values of tiles' inputs at the points, a matrix product for each
/// point, tiles by channels, and outputs from their values.
/// </summary>
internal sealed unsafe class FilteredConvolution<TRows, TColumns> : Layer
    where TRows : struct, IFiltering
    where TColumns : struct, IFiltering
{
    private const int Lanes = 8;

    private const int LineFloats = 16;

    // Matrices of the points are moved apart by a line of the cache, or they would fall into the same few places of it.
    private const int Skew = LineFloats;
    private const int MostPoints = 64;
    private const int MostTiles = 96;

    // Fewer tiles would make more of reading the weights than of using them.
    private const int LeastTiles = 18;

    private readonly LayerShape _shape;
    private readonly AlignedFloats _panels;
    private readonly AlignedFloats _bias;
    private readonly AlignedFloats _nothing;
    private readonly int _mostTiles;
    private readonly nint _pointFloats;

    /// <param name="shape">What it is; outputs come in sixteens, inputs in eights.</param>
    /// <param name="weight">O×C×H×W numbers.</param>
    /// <param name="bias">O numbers.</param>
    public FilteredConvolution(LayerShape shape, float[] weight, float[] bias)
    {
        _shape = shape;
        _panels = new((nint)Points * shape.Input * shape.Output);
        _bias = AlignedFloats.Of(bias);

        // Read as the inputs of pixels that are not there, and as no bias.
        _nothing = AlignedFloats.Zeros(Math.Max(shape.Input, RowKernel.MostColumns));
        _mostTiles = Math.Clamp(CachedFloats / (Points * shape.Input), LeastTiles, MostTiles) / RowKernel.Rows * RowKernel.Rows;
        _pointFloats = ((nint)_mostTiles * shape.Input) + Skew;
        FilterWeights.ToPanels<TRows, TColumns>(shape, weight, _panels.Values);
    }

    /// <inheritdoc/>
    public override nint ScratchFloats => (Points * _pointFloats) + (Points * _mostTiles * (nint)RowKernel.MostColumns);

    // Constants to the compiler only if it is made to look.
    private static int RowPoints
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TRows.Points;
    }

    private static int ColumnPoints
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TColumns.Points;
    }

    private static int Points
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RowPoints * ColumnPoints;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(PixelMaps input, PixelMaps output, float* scratch)
    {
        var down = (output.Height + TRows.Outputs - 1) / TRows.Outputs;
        var along = (output.Width + TColumns.Outputs - 1) / TColumns.Outputs;
        var tiles = output.Images * down * along;
        var products = scratch + (Points * _pointFloats);
        var places = stackalloc Tile[MostTiles];

        // Parts of like size, of whole calls of the kernel.
        var calls = (tiles + RowKernel.Rows - 1) / RowKernel.Rows;
        var parts = (tiles + _mostTiles - 1) / _mostTiles;
        for (var part = 0; part < parts; part++)
        {
            var first = (int)((long)calls * part / parts) * RowKernel.Rows;
            var count = Math.Min(tiles, (int)((long)calls * (part + 1) / parts) * RowKernel.Rows) - first;
            for (var tile = 0; tile < count; tile++)
            {
                var (line, x) = Math.DivRem(first + tile, along);
                var (image, y) = Math.DivRem(line, down);
                places[tile] = new(image, y * TRows.Outputs, x * TColumns.Outputs);
                ToPoints(input, places[tile], scratch + ((nint)tile * _shape.Input));
            }

            for (var (column, columns) = (0, 0); column < _shape.Output; column += columns)
            {
                columns = RowKernel.ColumnsOf(_shape.Output - column);
                Multiply(scratch, count, column, columns, products);
                for (var tile = 0; tile < count; tile++)
                {
                    ToOutputs(products + (tile * columns), count * columns, column, columns, output, places[tile]);
                }
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ToPoints(PixelMaps input, Tile tile, float* target)
    {
        var (top, left) = ((tile.Y * TRows.Step) - _shape.PadHeight, (tile.X * TColumns.Step) - _shape.PadWidth);
        var nothing = _nothing.Values;
        var pixels = stackalloc float*[MostPoints];
        for (var row = 0; row < RowPoints; row++)
        {
            for (var column = 0; column < ColumnPoints; column++)
            {
                pixels[(row * ColumnPoints) + column] = input.Has(top + row, left + column) ? input[tile.Image, top + row, left + column] : nothing;
            }
        }

        var isWithin = input.Has(top, left) && input.Has(top + RowPoints - 1, left + ColumnPoints - 1);
        var line = ColumnPoints * Lanes;
        var values = stackalloc float[MostPoints * Lanes];
        for (var channel = 0; channel < _shape.Input; channel += Lanes)
        {
            for (var row = 0; row < RowPoints; row++)
            {
                var first = values + (row * line);
                var before = pixels + (row * ColumnPoints);
                if (isWithin)
                {
                    TColumns.Input(*before + channel, input.Stride, first, Lanes);
                    continue;
                }

                for (var column = 0; column < ColumnPoints; column++)
                {
                    Vector256.Load(before[column] + channel).Store(first + (column * Lanes));
                }

                TColumns.Input(first, Lanes, first, Lanes);
            }

            if (channel % LineFloats == 0)
            {
                for (var row = 0; row < RowPoints; row++)
                {
                    Prefetch(pixels[((row + 1) * ColumnPoints) - 1] + input.Stride + channel, input.Stride, TColumns.Step * TColumns.Outputs);
                }
            }

            var place = target + channel;
            for (var column = 0; column < ColumnPoints; column++, place += _pointFloats)
            {
                TRows.Input(values + (column * Lanes), line, place, ColumnPoints * _pointFloats);
            }
        }
    }

    // Of the last rows, which may be of no tile, only that they can be read.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(float* values, int count, int column, int columns, float* products)
    {
        var rows = stackalloc float*[MostTiles];
        var panelFloats = (nint)_shape.Input * RowKernel.PanelColumns;
        var panel = _panels.Values + (column / RowKernel.PanelColumns * Points * panelFloats);
        for (var point = 0; point < Points; point++, panel += panelFloats, values += _pointFloats, products += count * columns)
        {
            for (var row = 0; row < _mostTiles; row++)
            {
                rows[row] = values + ((nint)row * _shape.Input);
            }

            for (var row = 0; row < count; row += RowKernel.Rows)
            {
                RowKernel.Multiply(
                    rows + row, 1, _shape.Input, panel, Points * panelFloats, columns, _nothing.Values, float.NegativeInfinity,
                    products + (row * columns), columns, Math.Min(RowKernel.Rows, count - row));
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ToOutputs(float* products, int pointFloats, int firstColumn, int columns, PixelMaps output, Tile tile)
    {
        var (height, width) = (Math.Min(TRows.Outputs, output.Height - tile.Y), Math.Min(TColumns.Outputs, output.Width - tile.X));
        var target = output[tile.Image, tile.Y, tile.X] + firstColumn;
        var least = Vector256.Create(_shape.Least);
        var line = ColumnPoints * Lanes;
        var values = stackalloc float[MostPoints * Lanes];
        for (var lane = 0; lane < columns; lane += Lanes)
        {
            if (lane % LineFloats == 0)
            {
                for (var row = 0; row < TRows.Outputs; row++)
                {
                    Prefetch(target + lane + ((((nint)row * output.Width) + TColumns.Outputs) * output.Stride), output.Stride, TColumns.Outputs);
                }
            }

            for (var column = 0; column < ColumnPoints; column++)
            {
                TRows.Output(products + lane + (column * pointFloats), ColumnPoints * pointFloats, values + (column * Lanes), line);
            }

            var bias = Vector256.Load(_bias.Values + firstColumn + lane);
            for (var row = 0; row < height; row++)
            {
                var first = values + (row * line);
                TColumns.Output(first, Lanes, first, Lanes);
                var pixel = target + lane + ((nint)row * output.Width * output.Stride);
                for (var column = 0; column < width; column++, pixel += output.Stride)
                {
                    Vector256.MaxNative(least, Vector256.Load(first + (column * Lanes)) + bias).Store(pixel);
                }
            }
        }
    }

    // Asks for a line of the cache of each of some pixels in a row, which the next tile has: the processor foresees no such blocks.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* pixel, int stride, int count)
    {
        for (var column = 0; Sse.IsSupported && column < count; column++, pixel += stride)
        {
            Sse.Prefetch0(pixel);
        }
    }

    /// <summary>Outputs of one product for each point.</summary>
    /// <param name="Image">The image.</param>
    /// <param name="Y">The first row of outputs.</param>
    /// <param name="X">The first column of outputs.</param>
    private readonly record struct Tile(int Image, int Y, int X);
}
