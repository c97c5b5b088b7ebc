namespace CycleGanPS.Core.Winograd;

/// <summary>The tiles of 4×4 outputs that a batch of feature maps is cut into; those at the right and below may reach over.</summary>
/// <param name="Images">Images in the batch.</param>
/// <param name="Height">Rows of an output map.</param>
/// <param name="Width">Columns of an output map.</param>
internal readonly record struct TileGrid(int Images, int Height, int Width)
{
    public int Columns => (Width + PointTransforms.Outputs - 1) / PointTransforms.Outputs;

    public int Rows => (Height + PointTransforms.Outputs - 1) / PointTransforms.Outputs;

    public int Count => Images * Rows * Columns;

    /// <summary>The image of a tile, and its first row and column in the output.</summary>
    public (int Image, int Y, int X) Locate(int tile)
    {
        var (row, column) = Math.DivRem(tile, Columns);
        var (image, rowInImage) = Math.DivRem(row, Rows);
        return (image, rowInImage * PointTransforms.Outputs, column * PointTransforms.Outputs);
    }
}
