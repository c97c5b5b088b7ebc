namespace CycleGanPS.Core.Networks.Convolutions.Direct;

/// <summary>The taps of a convolution: for each, where it reads, relative to the output's place, and where its weights are.</summary>
internal unsafe struct TapTable(int most)
{
    private readonly int* _places = (int*)ScratchMemory.Take(ScratchUse.Taps, 2 * most);

    /// <summary>Taps so far.</summary>
    public int Count { get; private set; }

    /// <summary>Floats from an output's place in the first plane to where each tap reads.</summary>
    public readonly int* Inputs => _places;

    /// <summary>Floats from the first weight to each tap's weight for output channel 0.</summary>
    public readonly int* Weights => _places + most;

    public void Add(nint input, nint weight)
    {
        Inputs[Count] = (int)input;
        Weights[Count++] = (int)weight;
    }

    public void Clear() => Count = 0;
}
