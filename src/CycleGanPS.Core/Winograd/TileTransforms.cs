using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Winograd;

/// <summary>Between feature maps and the matrices of the points: tiles are rows, channels are columns.</summary>
internal static unsafe class TileTransforms
{
    private const int Points = PointTransforms.Points;
    private const int Outputs = PointTransforms.Outputs;

    // Two vectors of channels fill a line of the cache.
    private const int LineChannels = 2 * Lanes.Count;

    // Tiles that one piece of work takes.
    private const int Band = 32;

    /// <summary>What work does with one tile and eight channels: <paramref name="row"/> is the tile's in the matrices.</summary>
    private delegate void TileWork(Vector256<float>* values, int row, int channel, int image, int y, int x);

    /// <summary>The values of the inputs of <paramref name="count"/> tiles from <paramref name="first"/> on at the points.</summary>
    public static void Inputs(Maps maps, InputEdge edge, TileGrid grid, int first, int count, PointMatrices target)
    {
        var reader = new TileReader(maps, edge);
        ForEachTile(grid, first, count, maps.Channels, (values, row, channel, image, y, x) =>
        {
            reader.Read(image, channel, y, x, values);
            for (var line = 0; line < Points; line++)
            {
                PointTransforms.Input(values + (Points * line), 1);
            }

            for (var column = 0; column < Points; column++)
            {
                PointTransforms.Input(values + column, Points);
            }

            target.Store(values, row, channel);
        });
    }

    /// <summary>The outputs of tiles from their values at the points.</summary>
    public static void FromPoints(PointMatrices source, TileWriter writer, int channels, TileGrid grid, int first, int count) =>
        ForEachTile(grid, first, count, channels, (values, row, channel, image, y, x) =>
        {
            source.Load(values, row, channel);
            for (var column = 0; column < Points; column++)
            {
                PointTransforms.Output(values + column, Points);
            }

            for (var line = 0; line < Outputs; line++)
            {
                PointTransforms.Output(values + (Points * line), 1);
            }

            writer.Write(image, channel, y, x, values);
        });

    /// <summary>The gradient of the tiles' values at the points, given that of the outputs.</summary>
    public static void OutputGradients(Maps gradients, TileGrid grid, int first, int count, PointMatrices target) =>
        ForEachTile(grid, first, count, gradients.Channels, (values, row, channel, image, y, x) =>
        {
            ReadOutputs(gradients, image, channel, y, x, values);
            for (var line = 0; line < Outputs; line++)
            {
                PointTransforms.OutputGradient(values + (Points * line), 1);
            }

            for (var column = 0; column < Points; column++)
            {
                PointTransforms.OutputGradient(values + column, Points);
            }

            target.Store(values, row, channel);
        });

    private static void ForEachTile(TileGrid grid, int first, int count, int channels, TileWork work)
    {
        var groups = channels / LineChannels;
        var bands = (count + Band - 1) / Band;
        TensorThreads.For(groups * bands, (from, to) =>
        {
            var values = stackalloc Vector256<float>[PointMatrices.Count];
            for (var piece = from; piece < to; piece++)
            {
                var (band, group) = Math.DivRem(piece, groups);
                for (var row = band * Band; row < Math.Min(count, (band + 1) * Band); row++)
                {
                    var (image, y, x) = grid.Locate(first + row);
                    work(values, row, group * LineChannels, image, y, x);
                    work(values, row, (group * LineChannels) + Lanes.Count, image, y, x);
                }
            }
        });
    }

    // The 4×4 outputs of a tile; what reaches over the map has no gradient.
    private static void ReadOutputs(Maps maps, int image, int channel, int y, int x, Vector256<float>* values)
    {
        var first = maps.Values + ((((nint)image * maps.Channels) + channel) * maps.Plane) + ((nint)y * maps.Width) + x;
        if (y + Outputs <= maps.Height && x + Outputs <= maps.Width)
        {
            for (var line = 0; line < Outputs; line++)
            {
                Lanes.LoadFour(first + ((nint)line * maps.Width), maps.Plane, values + (Points * line));
            }

            return;
        }

        var (rows, columns) = (Math.Min(Outputs, maps.Height - y), Math.Min(Outputs, maps.Width - x));
        var part = stackalloc float[Lanes.Count * Outputs];
        for (var line = 0; line < Outputs; line++)
        {
            new Span<float>(part, Lanes.Count * Outputs).Clear();
            for (var lane = 0; lane < Lanes.Count && line < rows; lane++)
            {
                new ReadOnlySpan<float>(first + ((nint)line * maps.Width) + (lane * maps.Plane), columns).CopyTo(new Span<float>(part + (lane * Outputs), columns));
            }

            Lanes.LoadFour(part, Outputs, values + (Points * line));
        }
    }
}
