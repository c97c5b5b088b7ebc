using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Networks.Convolutions.Winograd;

/// <summary>Between feature maps and the matrices of the points: tiles are rows, row by row of the grid, and channels are columns.</summary>
internal static unsafe class TileTransforms
{
    private const int Points = PointTransforms.Points;
    private const int Outputs = PointTransforms.Outputs;

    // Floats of a row of points.
    private const int Line = Points * Lanes.Count;

    // Two vectors of channels fill a line of the cache.
    private const int LineChannels = 2 * Lanes.Count;

    /// <summary>What work does with some tiles side by side and eight channels.</summary>
    /// <param name="run">The tiles.</param>
    /// <param name="strip">Room for their pixels.</param>
    private delegate void RunWork(TileRun run, float* strip);

    /// <summary>The values of the inputs of tiles at the points.</summary>
    /// <param name="maps">The inputs.</param>
    /// <param name="edge">What is around them.</param>
    /// <param name="grid">The tiles of the outputs.</param>
    /// <param name="first">The first row of tiles.</param>
    /// <param name="count">Rows of tiles.</param>
    /// <param name="target">Takes the values.</param>
    public static void Inputs(Maps maps, InputEdge edge, TileGrid grid, int first, int count, PointMatrices target) =>
        ForEachRun(grid, first, count, maps.Channels, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (run, strip) =>
        {
            var columns = (Outputs * run.Tiles) + Points - Outputs;
            Strip.Fill(maps, run.Image, run.Channel, run.Y - edge.Margin(), run.X - edge.Margin(), Points, columns, edge, strip);
            var values = stackalloc float[PointMatrices.Count * Lanes.Count];
            for (var tile = 0; tile < run.Tiles; tile++, strip += Outputs)
            {
                for (var row = 0; row < Points; row++)
                {
                    var line = values + (row * Line);
                    Lanes.LoadSix(strip + (row * Strip.RowStride), Strip.Plane, line);
                    PointTransforms.Input(line, Lanes.Count, line, Lanes.Count);
                }

                var place = target.Place(run.Row + tile, run.Channel);
                for (var column = 0; column < Points; column++, place += target.PointStride)
                {
                    PointTransforms.Input(values + (column * Lanes.Count), Line, place, Points * target.PointStride);
                }
            }
        });

    /// <summary>The gradient of the tiles' values at the points, given that of the outputs.</summary>
    public static void OutputGradients(Maps gradients, TileGrid grid, int first, int count, PointMatrices target) =>
        ForEachRun(grid, first, count, gradients.Channels, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (run, strip) =>
        {
            Strip.Fill(gradients, run.Image, run.Channel, run.Y, run.X, Outputs, Outputs * run.Tiles, InputEdge.Zero, strip);
            var values = stackalloc float[Outputs * Line];
            for (var tile = 0; tile < run.Tiles; tile++, strip += Outputs)
            {
                for (var row = 0; row < Outputs; row++)
                {
                    var line = values + (row * Line);
                    Lanes.LoadFour(strip + (row * Strip.RowStride), Strip.Plane, line);
                    PointTransforms.OutputGradient(line, Lanes.Count, line, Lanes.Count);
                }

                var place = target.Place(run.Row + tile, run.Channel);
                for (var column = 0; column < Points; column++, place += target.PointStride)
                {
                    PointTransforms.OutputGradient(values + (column * Lanes.Count), Line, place, Points * target.PointStride);
                }
            }
        });

    /// <summary>The outputs of tiles from their values at the points.</summary>
    /// <param name="source">The values.</param>
    /// <param name="target">Takes the outputs.</param>
    /// <param name="bias">What is added to each channel, or null.</param>
    /// <param name="grid">The tiles of the outputs.</param>
    /// <param name="first">The first row of tiles.</param>
    /// <param name="count">Rows of tiles.</param>
    public static void ToOutputs(PointMatrices source, Maps target, float* bias, TileGrid grid, int first, int count) =>
        ForEachRun(grid, first, count, target.Channels, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (run, strip) =>
        {
            var values = stackalloc float[Outputs * Line];
            var added = bias is null ? Vector256<float>.Zero : Vector256.Load(bias + run.Channel);
            for (var tile = 0; tile < run.Tiles; tile++)
            {
                var place = source.Place(run.Row + tile, run.Channel);
                for (var column = 0; column < Points; column++, place += source.PointStride)
                {
                    PointTransforms.Output(place, Points * source.PointStride, values + (column * Lanes.Count), Line);
                }

                for (var row = 0; row < Outputs; row++)
                {
                    var line = values + (row * Line);
                    PointTransforms.Output(line, Lanes.Count, line, Lanes.Count);
                    Lanes.StoreFour(
                        Vector256.Load(line) + added, Vector256.Load(line + Lanes.Count) + added, Vector256.Load(line + (2 * Lanes.Count)) + added,
                        Vector256.Load(line + (3 * Lanes.Count)) + added, strip + (row * Strip.RowStride) + (Outputs * tile), Strip.Plane);
                }
            }

            Strip.Write(strip, target, run.Image, run.Channel, run.Y, run.X, Outputs * run.Tiles);
        });

    /// <summary>Adds the gradient of the inputs of tiles, given that of their values at the points.</summary>
    /// <param name="source">The gradient of the values.</param>
    /// <param name="target">Takes the sums.</param>
    /// <param name="edge">What is around the inputs.</param>
    /// <param name="grid">The tiles of the outputs.</param>
    /// <param name="first">The first row of tiles.</param>
    /// <param name="count">Rows of tiles.</param>
    public static void AddInputGradients(PointMatrices source, Maps target, InputEdge edge, TileGrid grid, int first, int count)
    {
        // Tiles reach into the rows of the next ones: every second row of tiles at a time, so that no two threads add to the same pixels.
        for (var odd = 0; odd < 2; odd++)
        {
            var groups = target.Channels / LineChannels;
            var remainder = odd;
            TensorThreads.For(groups * count, (from, to) => AddRows(source, target, edge, grid, first, remainder, from, to));
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRows(PointMatrices source, Maps target, InputEdge edge, TileGrid grid, int first, int odd, int from, int to)
    {
        var strip = stackalloc float[Strip.Floats];
        var groups = target.Channels / LineChannels;
        for (var piece = from; piece < to; piece++)
        {
            var (row, group) = Math.DivRem(piece, groups);
            var (image, y) = grid.Locate(first + row);
            for (var column = 0; ((y / Outputs) & 1) == odd && column < grid.Columns; column += Strip.Tiles)
            {
                var run = new TileRun(
                    image, group * LineChannels, y, column * Outputs, (row * grid.Columns) + column, Math.Min(Strip.Tiles, grid.Columns - column));
                AddRun(source, target, edge, run, strip);
                AddRun(source, target, edge, run with { Channel = run.Channel + Lanes.Count }, strip);
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRun(PointMatrices source, Maps target, InputEdge edge, TileRun run, float* strip)
    {
        var values = stackalloc float[PointMatrices.Count * Lanes.Count];
        // The last two columns of each row of the tile before, which are the first two of the next.
        var shared = stackalloc Vector256<float>[2 * Points];
        new Span<float>(shared, 2 * Points * Lanes.Count).Clear();
        for (var tile = 0; tile <= run.Tiles; tile++)
        {
            var place = strip + (Outputs * tile);
            if (tile < run.Tiles)
            {
                var matrix = source.Place(run.Row + tile, run.Channel);
                for (var column = 0; column < Points; column++, matrix += source.PointStride)
                {
                    PointTransforms.InputGradient(matrix, Points * source.PointStride, values + (column * Lanes.Count), Line);
                }
            }

            for (var row = 0; row < Points; row++, place += Strip.RowStride)
            {
                var line = values + (row * Line);
                var before = shared + (2 * row);
                if (tile == run.Tiles)
                {
                    Lanes.StoreFour(before[0], before[1], before[0], before[1], place, Strip.Plane);
                    continue;
                }

                PointTransforms.InputGradient(line, Lanes.Count, line, Lanes.Count);
                Lanes.StoreFour(
                    Vector256.Load(line) + before[0], Vector256.Load(line + Lanes.Count) + before[1], Vector256.Load(line + (2 * Lanes.Count)),
                    Vector256.Load(line + (3 * Lanes.Count)), place, Strip.Plane);
                (before[0], before[1]) = (Vector256.Load(line + (4 * Lanes.Count)), Vector256.Load(line + (5 * Lanes.Count)));
            }
        }

        Strip.Add(strip, target, run.Image, run.Channel, run.Y - edge.Margin(), run.X - edge.Margin(), (Outputs * run.Tiles) + Points - Outputs, edge);
    }

    private static void ForEachRun(TileGrid grid, int first, int count, int channels, RunWork work)
    {
        var groups = channels / LineChannels;
        var runs = (grid.Columns + Strip.Tiles - 1) / Strip.Tiles;
        TensorThreads.For(groups * count * runs, (from, to) => Loop(grid, first, channels, work, from, to));
    }

    [SkipLocalsInit]
    private static void Loop(TileGrid grid, int first, int channels, RunWork work, int from, int to)
    {
        var strip = stackalloc float[Strip.Floats];
        var groups = channels / LineChannels;
        var runs = (grid.Columns + Strip.Tiles - 1) / Strip.Tiles;
        for (var piece = from; piece < to; piece++)
        {
            var (place, group) = Math.DivRem(piece, groups);
            var (row, part) = Math.DivRem(place, runs);
            var (image, y) = grid.Locate(first + row);
            var column = part * Strip.Tiles;
            var run = new TileRun(
                image, group * LineChannels, y, column * Outputs, (row * grid.Columns) + column, Math.Min(Strip.Tiles, grid.Columns - column));
            work(run, strip);
            work(run with { Channel = run.Channel + Lanes.Count }, strip);
        }
    }

    /// <summary>Some tiles side by side, and eight channels.</summary>
    /// <param name="Image">The image.</param>
    /// <param name="Channel">The first channel.</param>
    /// <param name="Y">The first row of outputs.</param>
    /// <param name="X">The first column of outputs.</param>
    /// <param name="Row">The row of the matrices that is the first tile's.</param>
    /// <param name="Tiles">Tiles.</param>
    private readonly record struct TileRun(int Image, int Channel, int Y, int X, int Row, int Tiles);
}
