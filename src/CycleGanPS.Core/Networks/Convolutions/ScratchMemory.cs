using System.Runtime.InteropServices;

namespace CycleGanPS.Core.Networks.Convolutions;

/// <summary>
/// Memory that a thread's convolutions use one after another and never give back while it lives: between the maps that a training
/// step keeps, blocks that come and go would leave holes too small for the next. Some tens of megabytes.
/// </summary>
internal sealed unsafe class ScratchMemory
{
    // A page, so that a line of the cache never holds parts of two blocks.
    private const nuint Alignment = 4096;

    [ThreadStatic]
    private static ScratchMemory? _ofThisThread;

    private readonly nint[] _blocks = new nint[Enum.GetValues<ScratchUse>().Length];
    private readonly nint[] _floats = new nint[Enum.GetValues<ScratchUse>().Length];

    ~ScratchMemory()
    {
        foreach (var block in _blocks)
        {
            NativeMemory.AlignedFree((void*)block);
        }
    }

    /// <summary>A block of at least so many floats, until the same thread asks for the same use again.</summary>
    /// <exception cref="OutOfMemoryException">There is none.</exception>
    public static float* Take(ScratchUse use, nint floats) => (_ofThisThread ??= new ScratchMemory()).Get((int)use, floats);

    private float* Get(int use, nint floats)
    {
        if (_floats[use] < floats)
        {
            NativeMemory.AlignedFree((void*)_blocks[use]);
            (_blocks[use], _floats[use]) = (0, 0);
            _blocks[use] = (nint)NativeMemory.AlignedAlloc((nuint)floats * sizeof(float), Alignment);
            _floats[use] = floats;
        }

        return (float*)_blocks[use];
    }
}

/// <summary>What a block of <see cref="ScratchMemory"/> holds.</summary>
internal enum ScratchUse
{
    /// <summary>The inputs' values at the points.</summary>
    Inputs,

    /// <summary>The outputs' values at the points, or their gradient.</summary>
    Outputs,

    /// <summary>The weights' values at the points, or their gradient.</summary>
    Weights,

    /// <summary>Weights that were summed before.</summary>
    CombinedWeights,

    /// <summary>Sums for gradients of weights.</summary>
    Sums,

    /// <summary>Places of taps.</summary>
    Taps,

    /// <summary>What a kernel sees at each place, or the gradient of that.</summary>
    Patches,

    /// <summary>Rows on their way to their maps.</summary>
    Rows,
}
