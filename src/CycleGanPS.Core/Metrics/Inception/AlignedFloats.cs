namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>Numbers that never move, from the beginning of a line of the cache on. Nothing has set them.</summary>
internal sealed unsafe class AlignedFloats
{
    private const int Line = 64;

    private readonly float[] _kept;

    public AlignedFloats(nint count)
    {
        _kept = GC.AllocateUninitializedArray<float>(checked((int)count + (Line / sizeof(float))), pinned: true);
        fixed (float* first = _kept)
        {
            Values = (float*)(((nuint)first + Line - 1) & ~(nuint)(Line - 1));
        }
    }

    /// <summary>The first one; good for as long as this object is kept.</summary>
    public float* Values { get; }

    public static AlignedFloats Of(ReadOnlySpan<float> values)
    {
        var copy = new AlignedFloats(values.Length);
        values.CopyTo(new(copy.Values, values.Length));
        return copy;
    }

    public static AlignedFloats Zeros(int count) => Of(new float[count]);
}
