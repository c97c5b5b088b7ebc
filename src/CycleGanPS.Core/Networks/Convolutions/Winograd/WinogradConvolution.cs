using static TorchSharp.torch;

namespace CycleGanPS.Core.Networks.Convolutions.Winograd;

/// <summary>
/// 3×3 convolutions of stride 1 on a processor, by Winograd's minimal filtering F(4×4, 3×3): a quarter of the multiplications (Lavin
/// and Gray 2016, arXiv:1509.09308). Inputs, weights and outputs are N×C×H×W, O×C×3×3 and N×O×H×W in single precision. The tiles'
/// values at each of the 36 points are a matrix, tiles by channels; what a convolution does is then 36 matrix products.
/// </summary>
internal static unsafe class WinogradConvolution
{
    /// <summary>The convolution.</summary>
    public static Tensor Forward(Tensor input, Tensor weight, Tensor? bias, InputEdge edge)
    {
        using var scope = NewDisposeScope();
        var maps = new Maps(input.contiguous());
        return Convolve(maps, edge, weight.contiguous(), bias, gradient: false).MoveToOuterDisposeScope();
    }

    /// <summary>The gradient of the input, given that of the output.</summary>
    public static Tensor InputGradient(Tensor outputGradient, Tensor weight, InputEdge edge)
    {
        using var scope = NewDisposeScope();
        var maps = new Maps(outputGradient.contiguous());
        var result = Convolve(maps, edge, weight.contiguous(), null, gradient: true);
        return (edge == InputEdge.Reflected ? ReflectedEdge.Fold(result) : result).MoveToOuterDisposeScope();
    }

    /// <summary>The gradient of the weights, given that of the output.</summary>
    public static Tensor WeightGradient(Tensor input, Tensor outputGradient, InputEdge edge)
    {
        using var scope = NewDisposeScope();
        var (maps, gradients) = (new Maps(input.contiguous()), new Maps(outputGradient.contiguous()));
        var grid = new TileGrid(gradients.Images, gradients.Height, gradients.Width);
        var rowsAtOnce = RowsAtOnce(grid, maps.Channels);
        var inputs = new PointMatrices(ScratchUse.Inputs, rowsAtOnce * grid.Columns, maps.Channels);
        var outputs = new PointMatrices(ScratchUse.Outputs, rowsAtOnce * grid.Columns, gradients.Channels);
        var products = new PointMatrices(ScratchUse.Weights, maps.Channels, gradients.Channels);
        for (var first = 0; first < grid.Rows; first += rowsAtOnce)
        {
            var rows = Math.Min(rowsAtOnce, grid.Rows - first);
            TileTransforms.Inputs(maps, edge, grid, first, rows, inputs);
            TileTransforms.OutputGradients(gradients, grid, first, rows, outputs);
            MultiplyOverTiles(inputs, outputs, products, maps.Channels, gradients.Channels, rows * grid.Columns, accumulate: first > 0);
        }

        var result = empty(gradients.Channels, maps.Channels, 3, 3);
        WeightTransforms.FromPoints(products, Maps.Pointer(result), gradients.Channels, maps.Channels);
        return result.MoveToOuterDisposeScope();
    }

    private static Tensor Convolve(Maps maps, InputEdge edge, Tensor weight, Tensor? bias, bool gradient)
    {
        var seen = !gradient ? edge : edge is InputEdge.Reflected or InputEdge.None ? InputEdge.WideZero : InputEdge.Zero;
        var halved = gradient && edge == InputEdge.Doubled;
        var (weightsOut, weightsIn) = ((int)weight.shape[0], (int)weight.shape[1]);
        var channelsOut = gradient ? weightsIn : weightsOut;
        var grid = new TileGrid(maps.Images, seen.OutputSide(maps.Height), seen.OutputSide(maps.Width));
        var rowsAtOnce = RowsAtOnce(grid, maps.Channels);
        // The last rows may be of no tile: products come several at a time.
        var tiles = ((rowsAtOnce * grid.Columns) + MatrixKernel.Rows - 1) / MatrixKernel.Rows * MatrixKernel.Rows;
        var inputs = new PointMatrices(ScratchUse.Inputs, tiles, maps.Channels);
        var products = new PointMatrices(ScratchUse.Outputs, tiles, channelsOut);
        // As many floats as a matrix of C rows and O columns, cut differently.
        var panels = new PointMatrices(ScratchUse.Weights, maps.Channels, channelsOut);
        WeightTransforms.ToPanels(Maps.Pointer(weight), weightsOut, weightsIn, gradient, panels.Values, panels.PointStride);
        var reduction = halved ? 2 : 1;
        var result = empty(maps.Images, channelsOut, grid.Height / reduction, grid.Width / reduction);
        for (var first = 0; first < grid.Rows; first += rowsAtOnce)
        {
            var rows = Math.Min(rowsAtOnce, grid.Rows - first);
            TileTransforms.Inputs(maps, seen, grid, first, rows, inputs);
            MultiplyOverChannels(inputs, panels, products, maps.Channels, channelsOut, rows * grid.Columns);
            TileTransforms.ToOutputs(products, new Maps(result), bias is null ? null : Maps.Pointer(bias), halved, grid, first, rows);
        }

        return result;
    }

    // As many rows of tiles as let the matrices of a few points stay in the cache, in parts of like size.
    private static int RowsAtOnce(TileGrid grid, int channels)
    {
        var most = Math.Max(1, 65536 / channels / grid.Columns);
        var parts = (grid.Rows + most - 1) / most;
        return (grid.Rows + parts - 1) / parts;
    }

    private static void MultiplyOverChannels(PointMatrices inputs, PointMatrices panels, PointMatrices products, int channelsIn, int channelsOut, int tiles) =>
        ForEachPanel(channelsOut, (point, panel) =>
        {
            var weights = panels[point] + ((nint)panel * channelsIn * MatrixKernel.Columns);
            var input = inputs[point];
            var product = products[point] + (panel * MatrixKernel.Columns);
            for (var row = 0; row < tiles; row += MatrixKernel.Rows)
            {
                MatrixKernel.Multiply(
                    input + (row * inputs.Stride), inputs.Stride, 1, weights, MatrixKernel.Columns, product + (row * products.Stride), products.Stride,
                    channelsIn, accumulate: false);
            }
        });

    private static void MultiplyOverTiles(
        PointMatrices inputs, PointMatrices outputs, PointMatrices products, int channelsIn, int channelsOut, int tiles, bool accumulate) =>
        ForEachPanel(channelsOut, (point, panel) =>
        {
            var input = inputs[point];
            var output = outputs[point] + (panel * MatrixKernel.Columns);
            var product = products[point] + (panel * MatrixKernel.Columns);
            for (var channel = 0; channel < channelsIn; channel += MatrixKernel.Rows)
            {
                MatrixKernel.Multiply(
                    input + channel, 1, inputs.Stride, output, outputs.Stride, product + (channel * products.Stride), products.Stride, tiles, accumulate);
            }
        });

    // The columns of each point's product, as many at a time as the kernel takes.
    private static void ForEachPanel(int channelsOut, Action<int, int> work)
    {
        var perPoint = channelsOut / MatrixKernel.Columns;
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
