using static TorchSharp.torch;

namespace CycleGanPS.Core.Networks.Convolutions.Winograd;

/// <summary>
/// 3×3 convolutions of stride 1 on a processor, by Winograd's minimal filtering F(4×4, 3×3): a quarter of the multiplications (Lavin
/// and Gray 2016, arXiv:1509.09308). Inputs, weights and outputs are N×C×H×W, O×C×3×3 and N×O×H×W in single precision. The tiles'
/// values at each of the 36 points are a matrix, tiles by channels; what a convolution does is then 36 matrix products.
/// </summary>
internal static unsafe class WinogradConvolution
{
    /// <summary>Channels come in multiples of so many.</summary>
    public const int Channels = MatrixKernel.WideColumns;

    private const int LeastColumns = Channels;

    /// <summary>The convolution.</summary>
    public static Tensor Forward(Tensor input, Tensor weight, Tensor? bias, InputEdge edge)
    {
        using var scope = NewDisposeScope();
        var (maps, channelsOut) = (new Maps(input.contiguous()), (int)weight.size(0));
        var result = empty(maps.Images, channelsOut, edge.OutputSide(maps.Height), edge.OutputSide(maps.Width));
        var outputs = new Maps(result);
        var grid = new TileGrid(outputs.Images, outputs.Height, outputs.Width);
        var rowsAtOnce = RowsAtOnce(grid, maps.Channels);
        var tiles = WholeTiles(rowsAtOnce * grid.Columns);
        var inputs = new PointMatrices(ScratchUse.Inputs, tiles, maps.Channels);
        var products = new PointMatrices(ScratchUse.Outputs, tiles, channelsOut);
        var columnsAtOnce = ColumnsAtOnce(grid, rowsAtOnce, channelsOut);
        var panels = new PointMatrices(ScratchUse.Weights, maps.Channels, columnsAtOnce);
        var weights = Maps.Pointer(weight.contiguous());
        for (var first = 0; first < grid.Rows; first += rowsAtOnce)
        {
            var rows = Math.Min(rowsAtOnce, grid.Rows - first);
            TileTransforms.Inputs(maps, edge, grid, first, rows, inputs);
            foreach (var some in ColumnRange.Cut(channelsOut, columnsAtOnce))
            {
                if (first == 0)
                {
                    WeightTransforms.ToPanels(weights, channelsOut, maps.Channels, transposed: false, some, panels.Values, panels.PointStride);
                }

                MultiplyOverChannels(inputs, panels, products, maps.Channels, some, WholeTiles(rows * grid.Columns));
            }

            TileTransforms.ToOutputs(products, outputs, bias is null ? null : Maps.Pointer(bias), grid, first, rows);
        }

        return result.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The gradients of the input and of the weights, given that of the output: each step of the convolution has its own, from the last to the first.
    /// </summary>
    /// <param name="input">The input.</param>
    /// <param name="outputGradient">The gradient of the output.</param>
    /// <param name="weight">The weights.</param>
    /// <param name="edge">What is around the input.</param>
    /// <param name="ofInput">Whether that of the input is wanted.</param>
    /// <param name="ofWeight">Whether that of the weights is.</param>
    public static (Tensor? Input, Tensor? Weight) Backward(
        Tensor input, Tensor outputGradient, Tensor weight, InputEdge edge, bool ofInput, bool ofWeight)
    {
        using var scope = NewDisposeScope();
        var (maps, gradients) = (new Maps(input.contiguous()), new Maps(outputGradient.contiguous()));
        var grid = new TileGrid(gradients.Images, gradients.Height, gradients.Width);
        var rowsAtOnce = RowsAtOnce(grid, Math.Max(maps.Channels, gradients.Channels));
        var tiles = WholeTiles(rowsAtOnce * grid.Columns);
        // First the inputs, then their gradient.
        var inputs = new PointMatrices(ScratchUse.Inputs, tiles, maps.Channels);
        var outputs = new PointMatrices(ScratchUse.Outputs, tiles, gradients.Channels);
        var sumsAtOnce = ColumnsAtOnce(grid, rowsAtOnce, gradients.Channels);
        var columnsAtOnce = ColumnsAtOnce(grid, rowsAtOnce, maps.Channels);
        var sums = new PointMatrices(ScratchUse.Sums, ofWeight ? maps.Channels : 0, sumsAtOnce);
        var panels = new PointMatrices(ScratchUse.Weights, ofInput ? gradients.Channels : 0, columnsAtOnce);
        var weights = Maps.Pointer(weight.contiguous());
        var weightGradient = ofWeight ? empty(gradients.Channels, maps.Channels, 3, 3) : null;
        var inputGradient = ofInput ? zeros(maps.Images, maps.Channels, maps.Height, maps.Width) : null;
        for (var first = 0; first < grid.Rows; first += rowsAtOnce)
        {
            var rows = Math.Min(rowsAtOnce, grid.Rows - first);
            TileTransforms.OutputGradients(gradients, grid, first, rows, outputs);
            if (weightGradient is not null)
            {
                TileTransforms.Inputs(maps, edge, grid, first, rows, inputs);
                foreach (var some in ColumnRange.Cut(gradients.Channels, sumsAtOnce))
                {
                    MultiplyOverTiles(inputs, outputs, sums, maps.Channels, some, rows * grid.Columns, accumulate: first > 0);
                    if (first + rows == grid.Rows)
                    {
                        WeightTransforms.FromPoints(sums, Maps.Pointer(weightGradient), some, maps.Channels);
                    }
                }
            }

            if (inputGradient is not null)
            {
                foreach (var some in ColumnRange.Cut(maps.Channels, columnsAtOnce))
                {
                    if (first == 0)
                    {
                        WeightTransforms.ToPanels(weights, gradients.Channels, maps.Channels, transposed: true, some, panels.Values, panels.PointStride);
                    }

                    MultiplyOverChannels(outputs, panels, inputs, gradients.Channels, some, WholeTiles(rows * grid.Columns));
                }

                TileTransforms.AddInputGradients(inputs, new Maps(inputGradient), edge, grid, first, rows);
            }
        }

        return (inputGradient?.MoveToOuterDisposeScope(), weightGradient?.MoveToOuterDisposeScope());
    }

    // Where all tiles come at once, so do the weights' values at the points, wanted only once: then a few columns at a time stay nearer than all would.
    // But the tiles are read anew for each few, so about as many columns as half of the tiles.
    private static int ColumnsAtOnce(TileGrid grid, int rowsAtOnce, int columns) =>
        rowsAtOnce < grid.Rows ? columns : Math.Clamp(grid.Rows * grid.Columns / 64 * LeastColumns, LeastColumns, columns);

    // Products come several rows at a time: the last ones may be of no tile.
    private static int WholeTiles(int tiles) => (tiles + MatrixKernel.Rows - 1) / MatrixKernel.Rows * MatrixKernel.Rows;

    // As many rows of tiles as let the matrices of a few points stay in the cache, in parts of like size.
    private static int RowsAtOnce(TileGrid grid, int channels)
    {
        var most = Math.Max(1, 65536 / channels / grid.Columns);
        var parts = (grid.Rows + most - 1) / most;
        return (grid.Rows + parts - 1) / parts;
    }

    private static void MultiplyOverChannels(
        PointMatrices inputs, PointMatrices panels, PointMatrices products, int channelsIn, ColumnRange some, int tiles) =>
        ForEachPanel(some, (point, panel) =>
        {
            if (panel == 0 && point + 1 < PointMatrices.Count)
            {
                inputs.Prefetch(point + 1, tiles * inputs.Stride);
                panels.Prefetch(point + 1, (nint)some.Count * channelsIn);
            }

            MatrixKernel.Multiply(
                inputs[point], inputs.Stride, 1, panels[point] + ((nint)panel * channelsIn * MatrixKernel.Columns), MatrixKernel.Columns,
                products[point] + some.First + (panel * MatrixKernel.Columns), products.Stride, tiles, channelsIn, accumulate: false);
        });

    private static void MultiplyOverTiles(
        PointMatrices inputs, PointMatrices outputs, PointMatrices products, int channelsIn, ColumnRange some, int tiles, bool accumulate) =>
        ForEachPanel(some, (point, panel) =>
        {
            if (panel == 0 && point + 1 < PointMatrices.Count)
            {
                inputs.Prefetch(point + 1, tiles * inputs.Stride);
                outputs.Prefetch(point + 1, tiles * outputs.Stride);
            }

            MatrixKernel.Multiply(
                inputs[point], 1, inputs.Stride, outputs[point] + some.First + (panel * MatrixKernel.Columns), outputs.Stride,
                products[point] + (panel * MatrixKernel.Columns), products.Stride, channelsIn, tiles, accumulate);
        });

    // The columns of each point's product, as many at a time as the kernel takes.
    private static void ForEachPanel(ColumnRange some, Action<int, int> work)
    {
        var perPoint = some.Count / MatrixKernel.Columns;
        TensorThreads.For(PointMatrices.Count * perPoint, (from, to) =>
        {
            for (var piece = from; piece < to; piece++)
            {
                var (point, panel) = Math.DivRem(piece, perPoint);
                work(point, panel);
            }
        });
    }
}
