namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>What makes feature maps of feature maps, on the thread that asks for it; on several at once, each with its own scratch.</summary>
internal abstract unsafe class Layer
{
    // What a batch may use of the second cache besides weights.
    protected const int CachedFloats = 96 * 1024;

    /// <summary>Floats that <see cref="Run"/> needs room for, and may find anything in.</summary>
    public virtual nint ScratchFloats => 0;

    /// <param name="input">All channels of maps.</param>
    /// <param name="output">Takes the results; of the size that they have.</param>
    /// <param name="scratch">Room for <see cref="ScratchFloats"/>.</param>
    public abstract void Run(PixelMaps input, PixelMaps output, float* scratch);
}
