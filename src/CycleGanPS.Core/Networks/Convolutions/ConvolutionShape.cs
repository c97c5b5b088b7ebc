namespace CycleGanPS.Core.Networks.Convolutions;

/// <summary>What a convolution is like beside its weights.</summary>
/// <param name="Kernel">Side of the kernel; 3 after a doubling.</param>
/// <param name="Stride">1 or 2; 1 after a doubling or a reflection.</param>
/// <param name="Margin">Pixels around the input that it sees; 1 after a doubling.</param>
/// <param name="Edge">What they are.</param>
/// <param name="MoreBefore">Zeros that it sees besides before the first row and the first column; only with a stride of 1 and an edge of zeros.</param>
internal readonly record struct ConvolutionShape(int Kernel, int Stride, int Margin, InputEdge Edge, int MoreBefore = 0)
{
    /// <summary>Pixels that it sees before the first row, or the first column.</summary>
    public int Before => Margin + MoreBefore;

    /// <summary>Rows, or columns, of the output for a map with so many.</summary>
    public int OutputSide(int side) => Edge == InputEdge.Doubled ? 2 * side : ((side + Before + Margin - Kernel) / Stride) + 1;
}
