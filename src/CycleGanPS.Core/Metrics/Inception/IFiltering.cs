using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>
/// Winograd's minimal filtering in one direction (Lavin and Gray 2016, arXiv:1509.09308): outputs of so many taps by one product for each
/// point, the last of which is infinity. Eight channels at a time, one in each lane.
/// </summary>
internal unsafe interface IFiltering
{
    /// <summary>Outputs of a tile.</summary>
    static abstract int Outputs { get; }

    /// <summary>Taps.</summary>
    static abstract int Taps { get; }

    /// <summary>Points without infinity.</summary>
    static abstract double[] Finite { get; }

    /// <summary>Inputs, as many as points and <paramref name="stride"/> apart, to their values at the points, in place.</summary>
    static abstract void Input(Vector256<float>* d, int stride);

    /// <summary>Values at the points, <paramref name="stride"/> apart, to outputs in the first places.</summary>
    static abstract void Output(Vector256<float>* m, int stride);
}
