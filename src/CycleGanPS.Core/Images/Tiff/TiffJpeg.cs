using CycleGanPS.Core.Images.Jpeg;
using SkiaSharp;

namespace CycleGanPS.Core.Images.Tiff;

/// <summary>
/// Blocks of a TIFF file that are JPEG data without the tables that they share (TIFF Technical Note 2): put together they are whole
/// JPEG files, of which Skia makes the same pixels as libtiff.
/// </summary>
internal static class TiffJpeg
{
    /// <exception cref="InvalidDataException">The data are damaged, or of another size.</exception>
    public static unsafe void Decode(TiffLayout layout, ReadOnlySpan<byte> block, RgbaPixels pixels, int left, int top, int columns, int rows)
    {
        var file = Whole(layout, block);
        var frame = JpegWalk.IsJpeg(file) ? JpegWalk.FrameOf(file) : null;
        if (frame is null || frame.Unread() is not null || frame.Width < columns || frame.Height < rows
            || frame.Width > layout.BlockWidth || frame.Height > layout.BlockHeight)
        {
            throw new InvalidDataException(JpegWalk.Damaged);
        }

        if (JpegWalk.FaultOf(file) is { } fault)
        {
            throw new InvalidDataException(fault);
        }

        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        var decoded = new RgbaPixels(frame.Width, frame.Height);
        try
        {
            var info = new SKImageInfo(frame.Width, frame.Height, SKColorType.Rgba8888, SKAlphaType.Opaque, colorspace: null);
            if (codec?.GetPixels(info, decoded.Address) != SKCodecResult.Success)
            {
                throw new InvalidDataException(JpegWalk.Damaged);
            }

            for (var row = 0; row < rows; row++)
            {
                decoded.Row(row)[..(4 * columns)].CopyTo(pixels.Row(top + row)[(4 * left)..]);
            }
        }
        finally
        {
            decoded.Dispose();
        }
    }

    // A start, what says whether the colours are RGB as they are or YCbCr, the tables and the block without their own starts and ends.
    private static byte[] Whole(TiffLayout layout, ReadOnlySpan<byte> block)
    {
        var transform = (byte)(layout.Photometric == TiffLayout.YCbCr ? 1 : 0);
        ReadOnlySpan<byte> adobe = [0xFF, 0xD8, 0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform];
        var tables = layout.Tables.Length > 4 ? layout.Tables.AsSpan(2, layout.Tables.Length - 4) : [];
        return block.Length > 2 ? [.. adobe, .. tables, .. block[2..]] : [];
    }
}
