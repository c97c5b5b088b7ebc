using System.Runtime.Intrinsics.X86;

namespace CycleGanPS.Core.Networks.Convolutions.Winograd;

/// <summary>A matrix for each of the 36 points, in scratch memory that nothing has set.</summary>
internal readonly unsafe struct PointMatrices
{
    /// <summary>Points of a tile.</summary>
    public const int Count = PointTransforms.Points * PointTransforms.Points;

    // Rows and matrices are moved apart by a line of the cache, or columns would fall into the same few places of it.
    private const int Skew = LineFloats;
    private const int LineFloats = 16;

    public PointMatrices(ScratchUse use, int rows, int columns)
    {
        Stride = columns + Skew;
        PointStride = ((nint)rows * Stride) + Skew;
        Values = ScratchMemory.Take(use, Count * PointStride);
    }

    public float* Values { get; }

    /// <summary>Floats from one row to the next.</summary>
    public nint Stride { get; }

    /// <summary>Floats from one point's matrix to the next one's.</summary>
    public nint PointStride { get; }

    /// <summary>The matrix of a point.</summary>
    public float* this[int point] => Values + (point * PointStride);

    /// <summary>Where the value of a row and a column is for the first point; those of the others follow, <see cref="PointStride"/> apart.</summary>
    public float* Place(int row, int column) => Values + (row * Stride) + column;

    /// <summary>Asks for the first floats of a point's matrix.</summary>
    public void Prefetch(int point, nint floats)
    {
        var first = this[point];
        for (nint line = 0; line < floats; line += LineFloats)
        {
            Sse.Prefetch1(first + line);
        }
    }
}
