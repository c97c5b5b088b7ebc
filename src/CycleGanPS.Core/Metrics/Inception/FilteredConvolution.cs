using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>
/// A convolution of stride 1 by minimal filtering, tile by tile: the values of tiles' inputs at the points, a matrix product for each
/// point, tiles by channels, and outputs from their values.
/// </summary>
internal sealed unsafe class FilteredConvolution<TRows, TColumns> : Layer
    where TRows : struct, IFiltering
    where TColumns : struct, IFiltering
{
    private const int Lanes = 8;

    // Matrices of the points are moved apart by a line of the cache, or they would fall into the same few places of it.
    private const int Skew = 16;
    private const int MostPoints = 64;
    private const int MostTiles = 96;

    // Fewer tiles would make more of reading the weights than of using them.
    private const int LeastTiles = 18;

    private readonly LayerShape _shape;
    private readonly AlignedFloats _panels;
    private readonly AlignedFloats _bias;
    private readonly AlignedFloats _nothing;
    private readonly int _mostTiles;

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
        FilterWeights.ToPanels<TRows, TColumns>(shape, weight, _panels.Values);
    }

    /// <inheritdoc/>
    public override nint ScratchFloats => (Points * PointFloats) + (Points * _mostTiles * (nint)RowKernel.MostColumns);

    // Constants to the compiler only if it is made to look.
    private static int RowPoints
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TRows.Outputs + TRows.Taps - 1;
    }

    private static int ColumnPoints
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TColumns.Outputs + TColumns.Taps - 1;
    }

    private static int Points
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RowPoints * ColumnPoints;
    }

    private nint PointFloats => ((nint)_mostTiles * _shape.Input) + Skew;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(PixelMaps input, PixelMaps output, float* scratch)
    {
        var down = (output.Height + TRows.Outputs - 1) / TRows.Outputs;
        var along = (output.Width + TColumns.Outputs - 1) / TColumns.Outputs;
        var tiles = output.Images * down * along;
        var products = scratch + (Points * PointFloats);
        var places = stackalloc Tile[MostTiles];

        // Parts of like size.
        var parts = (tiles + _mostTiles - 1) / _mostTiles;
        for (var part = 0; part < parts; part++)
        {
            var first = (int)((long)tiles * part / parts);
            var count = (int)((long)tiles * (part + 1) / parts) - first;
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
        var (top, left) = (tile.Y - _shape.PadHeight, tile.X - _shape.PadWidth);
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

            var place = target + channel;
            for (var column = 0; column < ColumnPoints; column++, place += PointFloats)
            {
                TRows.Input(values + (column * Lanes), line, place, ColumnPoints * PointFloats);
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
        for (var point = 0; point < Points; point++, panel += panelFloats, values += PointFloats, products += count * columns)
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

    /// <summary>Outputs of one product for each point.</summary>
    /// <param name="Image">The image.</param>
    /// <param name="Y">The first row of outputs.</param>
    /// <param name="X">The first column of outputs.</param>
    private readonly record struct Tile(int Image, int Y, int X);
}
