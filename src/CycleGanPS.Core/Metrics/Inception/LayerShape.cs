namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>A convolution, behind which negative numbers become zero where it is <paramref name="IsCut"/>.</summary>
/// <param name="Output">Channels that it gives.</param>
/// <param name="Input">Channels that it takes.</param>
/// <param name="Height">Rows of taps.</param>
/// <param name="Width">Columns of taps.</param>
/// <param name="Stride">Pixels from one output to the next, down and along.</param>
/// <param name="PadHeight">Rows of zeros above the picture, and below it.</param>
/// <param name="PadWidth">Columns of zeros on either side.</param>
/// <param name="IsCut">Whether it ends with max(x, 0).</param>
internal readonly record struct LayerShape(
    int Output, int Input, int Height, int Width, int Stride = 1, int PadHeight = 0, int PadWidth = 0, bool IsCut = true)
{
    /// <summary>What smaller numbers become.</summary>
    public float Least => IsCut ? 0 : float.NegativeInfinity;

    public int OutputHeight(int height) => ((height + (2 * PadHeight) - Height) / Stride) + 1;

    public int OutputWidth(int width) => ((width + (2 * PadWidth) - Width) / Stride) + 1;
}
