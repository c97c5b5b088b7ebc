namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>A convolution, behind which negative numbers become zero where it is <paramref name="IsCut"/>.</summary>
internal readonly record struct LayerShape(
    int Output, int Input, int Height, int Width, int Stride = 1, int PadHeight = 0, int PadWidth = 0, bool IsCut = true)
{
    /// <summary>What smaller numbers become.</summary>
    public float Least => IsCut ? 0 : float.NegativeInfinity;

    public int OutputHeight(int height) => ((height + (2 * PadHeight) - Height) / Stride) + 1;

    public int OutputWidth(int width) => ((width + (2 * PadWidth) - Width) / Stride) + 1;
}
