namespace CycleGanPS.Core.Networks.Convolutions.Direct;

/// <summary>
/// Copies of the maps of one image with what a convolution sees around them, a plane for each channel or, where every second pixel goes
/// its own way, four for each: even and odd rows by even and odd columns. Nothing is between the rows of a plane, so that a
/// convolution can run over them as over one long row; what it makes of the ends of rows is passed over.
/// </summary>
internal readonly unsafe struct Planes
{
    // Vectors reach over the last row.
    private const int Slack = 64;

    /// <param name="use">The block of scratch memory.</param>
    /// <param name="channels">Channels of the maps.</param>
    /// <param name="rows">Rows of a plane.</param>
    /// <param name="columns">Columns of a plane.</param>
    /// <param name="isSplit">Whether every second pixel goes its own way.</param>
    public Planes(ScratchUse use, int channels, int rows, int columns, bool isSplit)
    {
        (Channels, Rows, Columns, IsSplit) = (channels, rows, columns, isSplit);
        Values = ScratchMemory.Take(use, Channels * PlanesEach * Size);
    }

    public float* Values { get; }

    public int Channels { get; }

    public int Rows { get; }

    public int Columns { get; }

    public bool IsSplit { get; }

    /// <summary>Planes for each channel.</summary>
    public int PlanesEach => IsSplit ? 4 : 1;

    /// <summary>Floats from one plane to the next.</summary>
    public nint Size => ((nint)Rows * Columns) + Slack;

    /// <summary>Fills all planes; those of channels that the maps do not have, with zeros.</summary>
    /// <param name="maps">Where the pixels come from.</param>
    /// <param name="image">The image.</param>
    /// <param name="edge">What is around its maps, up to the margin; farther out, and with all others, are zeros.</param>
    /// <param name="margin">Pixels before the first one, in each direction.</param>
    /// <param name="first">The row, of those with the margin, that is the first; even where every second one goes its own way.</param>
    public void Fill(Maps maps, int image, InputEdge edge, int margin, int first = 0)
    {
        var planes = this;
        TensorThreads.For(Channels, (from, to) =>
        {
            for (var channel = from; channel < to; channel++)
            {
                if (channel >= maps.Channels)
                {
                    new Span<float>(planes.Values + (channel * planes.PlanesEach * planes.Size), checked((int)(planes.PlanesEach * planes.Size))).Clear();
                    continue;
                }

                for (var part = 0; part < planes.PlanesEach; part++)
                {
                    planes.FillPlane(maps, maps[image, channel], edge, margin, first, (channel * planes.PlanesEach) + part, part >> 1, part & 1);
                }
            }
        });
    }

    private void FillPlane(Maps maps, float* map, InputEdge edge, int margin, int first, int plane, int oddRow, int oddColumn)
    {
        var target = Values + (plane * Size);
        var step = IsSplit ? 2 : 1;
        var reflected = edge == InputEdge.Reflected ? margin : 0;
        for (var row = 0; row < Rows; row++, target += Columns)
        {
            var source = Source(first + (step * row) + oddRow - margin, maps.Height, reflected);
            if (source < 0)
            {
                new Span<float>(target, Columns).Clear();
            }
            else
            {
                FillRow(map + ((nint)source * maps.Width), maps.Width, target, oddColumn - margin, step, reflected);
            }
        }

        new Span<float>(target, Slack).Clear();
    }

    // The pixels within the map are copied at one go; the few others one by one.
    private void FillRow(float* map, int width, float* target, int first, int step, int reflected)
    {
        var begin = Math.Min(Columns, first >= 0 ? 0 : (-first + step - 1) / step);
        var end = Math.Clamp((width - first + step - 1) / step, begin, Columns);
        FillOutside(map, width, target, 0, begin, first, step, reflected);

        var source = map + (step * begin) + first;
        if (step == 1)
        {
            new ReadOnlySpan<float>(source, end - begin).CopyTo(new Span<float>(target + begin, end - begin));
        }
        else
        {
            EveryOther.Take(source, target + begin, end - begin, map + width);
        }

        FillOutside(map, width, target, end, Columns, first, step, reflected);
    }

    private static void FillOutside(float* map, int width, float* target, int from, int to, int first, int step, int reflected)
    {
        if (reflected == 0)
        {
            new Span<float>(target + from, to - from).Clear();
            return;
        }

        for (var column = from; column < to; column++)
        {
            var source = Source((step * column) + first, width, reflected);
            target[column] = source < 0 ? 0 : map[source];
        }
    }

    private static int Source(int place, int side, int reflected) =>
        place >= 0 && place < side ? place
        : place < -reflected || place >= side + reflected ? -1
        : place < 0 ? -place
        : (2 * (side - 1)) - place;
}
