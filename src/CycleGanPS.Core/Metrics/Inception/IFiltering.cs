namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>
/// Winograd's minimal filtering in one direction (Lavin and Gray 2016, arXiv:1509.09308): outputs of so many taps by one product for each
/// point. Eight channels at a time, one in each lane of a vector; vectors lie a stride of floats apart, and all are read before any is written.
/// </summary>
internal unsafe interface IFiltering
{
    /// <summary>Outputs of a tile.</summary>
    static abstract int Outputs { get; }

    /// <summary>Taps.</summary>
    static abstract int Taps { get; }

    /// <summary>Pixels from one output to the next.</summary>
    static virtual int Step => 1;

    /// <summary>Products of a tile, and pixels under its taps.</summary>
    static abstract int Points { get; }

    /// <summary>Weights' values at the points: points by taps.</summary>
    static abstract double[,] Factors { get; }

    /// <summary>Inputs, as many as points, to their values at the points.</summary>
    static abstract void Input(float* d, nint stride, float* target, nint targetStride);

    /// <summary>Values at the points to outputs.</summary>
    static abstract void Output(float* m, nint stride, float* target, nint targetStride);
}
