namespace CycleGanPS.Core.Networks.Convolutions.Winograd;

/// <summary>The tiles of 4×4 outputs that a batch of feature maps is cut into; those at the right and below may reach over.</summary>
/// <param name="Images">Images in the batch.</param>
/// <param name="Height">Rows of an output map.</param>
/// <param name="Width">Columns of an output map.</param>
internal readonly record struct TileGrid(int Images, int Height, int Width)
{
    /// <summary>Tiles side by side.</summary>
    public int Columns => (Width + PointTransforms.Outputs - 1) / PointTransforms.Outputs;

    /// <summary>Rows of tiles, of all images one below the other.</summary>
    public int Rows => Images * RowsOfImage;

    private int RowsOfImage => (Height + PointTransforms.Outputs - 1) / PointTransforms.Outputs;

    /// <summary>The image of a row of tiles, and its first row of outputs there.</summary>
    public (int Image, int Y) Locate(int row)
    {
        var (image, rowOfImage) = Math.DivRem(row, RowsOfImage);
        return (image, rowOfImage * PointTransforms.Outputs);
    }
}
