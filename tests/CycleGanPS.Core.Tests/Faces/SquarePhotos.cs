using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Tests.Faces;

/// <summary>Photos for the detector of the fixtures, which takes bright green squares of 16 pixels for faces.</summary>
internal static class SquarePhotos
{
    public static string Detector => Fixtures.Path("faces", "squares.onnx");

    /// <summary>A dark photo with a face at each place, which is that of a square of the grid.</summary>
    /// <param name="faces">Column, row, how sure the detector is to be, and how far the eyes are tilted (255: by as much as half of their distance).</param>
    public static RgbImage With(int width, int height, params (int Column, int Row, byte Green, byte Tilt)[] faces)
    {
        var photo = new RgbImage(width, height);
        photo.Pixels.AsSpan().Fill(20);
        foreach (var (column, row, green, tilt) in faces)
        {
            for (var y = 16 * row; y < (16 * row) + 16; y++)
            {
                for (var x = 16 * column; x < (16 * column) + 16; x++)
                {
                    var at = 3 * ((y * width) + x);
                    (photo.Pixels[at], photo.Pixels[at + 1], photo.Pixels[at + 2]) = (tilt, green, 0);
                }
            }
        }

        return photo;
    }
}
