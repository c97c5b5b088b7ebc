using System.Runtime.CompilerServices;

namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>Any convolution as one matrix product, pixels by channels, over the pixels under its taps where they lie.</summary>
internal sealed unsafe class DirectConvolution : Layer
{
    private const int MostPointers = 1024;

    private readonly LayerShape _shape;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _depth;
    private readonly AlignedFloats _panels;
    private readonly AlignedFloats _bias;

    // Stands for each pixel outside the picture.
    private readonly AlignedFloats _nothing;

    /// <param name="shape">What it is; outputs come in sixteens.</param>
    /// <param name="weight">O×C×H×W numbers.</param>
    /// <param name="bias">O numbers.</param>
    public DirectConvolution(LayerShape shape, float[] weight, float[] bias)
    {
        _shape = shape;

        // Where no tap can lie outside, the pixels under a row of taps are one piece.
        (_rows, _columns) = (shape.Height, shape.PadWidth > 0 ? shape.Width : 1);
        _depth = shape.Input * shape.Width / _columns;
        _nothing = AlignedFloats.Zeros(_depth);
        _panels = new(weight.Length);
        _bias = AlignedFloats.Of(bias);
        var taps = shape.Height * shape.Width;
        var target = _panels.Values;
        for (var panel = 0; panel < shape.Output; panel += RowKernel.PanelColumns)
        {
            for (var tap = 0; tap < taps; tap++)
            {
                for (var channel = 0; channel < shape.Input; channel++)
                {
                    for (var column = 0; column < RowKernel.PanelColumns; column++)
                    {
                        *target++ = weight[((((panel + column) * shape.Input) + channel) * taps) + tap];
                    }
                }
            }
        }
    }

    private int Pieces => _rows * _columns;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(PixelMaps input, PixelMaps output, float* scratch)
    {
        var pointers = stackalloc float*[MostPointers];
        var most = Math.Clamp(CachedFloats / _shape.Input, RowKernel.Rows, MostPointers / Pieces) / RowKernel.Rows * RowKernel.Rows;
        var panelFloats = (nint)Pieces * _depth * RowKernel.PanelColumns;
        for (var first = 0; first < output.Pixels; first += most)
        {
            var count = Math.Min(most, output.Pixels - first);
            Point(input, output, first, count, pointers);
            for (var (column, columns) = (0, 0); column < _shape.Output; column += columns)
            {
                columns = RowKernel.ColumnsOf(_shape.Output - column);
                var panel = _panels.Values + (column / RowKernel.PanelColumns * panelFloats);
                var target = output.Values + ((nint)first * output.Stride) + column;
                for (var row = 0; row < count; row += RowKernel.Rows)
                {
                    RowKernel.Multiply(
                        pointers + (row * Pieces), Pieces, _depth, panel, panelFloats, columns, _bias.Values + column, _shape.Least,
                        target + ((nint)row * output.Stride), output.Stride, Math.Min(RowKernel.Rows, count - row));
                }
            }
        }
    }

    // Of the last rows, which may be of no pixel, only that they can be read.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Point(PixelMaps input, PixelMaps output, int first, int count, float** pointers)
    {
        var nothing = _nothing.Values;
        for (var row = 0; row < (count + RowKernel.Rows - 1) / RowKernel.Rows * RowKernel.Rows; row++)
        {
            var (line, x) = Math.DivRem(first + Math.Min(row, count - 1), output.Width);
            var (image, y) = Math.DivRem(line, output.Height);
            var (top, left) = ((y * _shape.Stride) - _shape.PadHeight, (x * _shape.Stride) - _shape.PadWidth);
            var (group, place) = Math.DivRem(row, RowKernel.Rows);
            var target = pointers + (group * RowKernel.Rows * Pieces) + place;
            for (var tapRow = 0; tapRow < _rows; tapRow++)
            {
                for (var tapColumn = 0; tapColumn < _columns; tapColumn++, target += RowKernel.Rows)
                {
                    *target = input.Has(top + tapRow, left + tapColumn) ? input[image, top + tapRow, left + tapColumn] : nothing;
                }
            }
        }
    }
}
