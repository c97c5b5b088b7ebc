using System.Buffers.Binary;
using CycleGanPS.Core.Images.Colours;
using CycleGanPS.Core.Images.Jpeg;
using CycleGanPS.Core.Images.Tiff;
using SkiaSharp;

namespace CycleGanPS.Core.Images.Decoders;

/// <summary>
/// The first picture of a TIFF file, in strips or tiles: grey, palette, RGB and CMYK of up to 16 bits, with alpha. Samples are Pillow's, but
/// for greys of 16 bits, which Pillow clips at 255 and so turns white, and of which here the high byte counts, as it does in colours.
/// ImageSharp 2.1 refuses tiles, CMYK, grey with alpha and bits, and is a level off in what is left.
/// </summary>
internal sealed class TiffDecoder : PictureDecoder
{
    private readonly SKData _file;
    private readonly TiffLayout _layout;

    public TiffDecoder(SKData file)
    {
        _file = file;
        _layout = new TiffLayout(file.AsSpan());
        (Width, Height) = (_layout.Width, _layout.Height);
        Model = _layout.Photometric switch
        {
            TiffLayout.WhiteIsZero or TiffLayout.BlackIsZero => ColourModel.Grey,
            TiffLayout.Cmyk => ColourModel.Cmyk,
            _ => ColourModel.Rgb,
        };
        IsOpaque = _layout.Alpha < 0;
    }

    public override bool IsAlwaysUpright => true;

    public override RgbaPixels Decode() => Decode(asInks: false);

    public override RgbaPixels DecodeInks() => Decode(asInks: true);

    private RgbaPixels Decode(bool asInks)
    {
        var pixels = new RgbaPixels(Width, Height);
        try
        {
            for (var down = 0; down < _layout.BlocksDown; down++)
            {
                for (var across = 0; across < _layout.BlocksAcross; across++)
                {
                    DecodeBlock(pixels, across, down, asInks);
                }
            }

            return pixels;
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    private void DecodeBlock(RgbaPixels pixels, int across, int down, bool asInks)
    {
        var (left, top) = (across * _layout.BlockWidth, down * _layout.BlockHeight);
        var (columns, rows) = (Math.Min(_layout.BlockWidth, Width - left), Math.Min(_layout.BlockHeight, Height - top));
        var block = down * _layout.BlocksAcross + across;
        if (_layout.Compression == TiffLayout.Jpeg)
        {
            TiffJpeg.Decode(_layout, Stored(block), pixels, left, top, columns, rows);
            return;
        }

        // A strip has only the rows that there are, a tile always all.
        var planes = new byte[_layout.Planes][];
        for (var plane = 0; plane < planes.Length; plane++)
        {
            planes[plane] = Unpack(Stored(block + plane * _layout.BlocksAcross * _layout.BlocksDown), _layout.IsTiled ? _layout.BlockHeight : rows);
        }

        var samples = new byte[columns * _layout.Samples];
        for (var row = 0; row < rows; row++)
        {
            for (var plane = 0; plane < planes.Length; plane++)
            {
                ReadSamples(planes[plane].AsSpan(row * _layout.RowBytes, _layout.RowBytes), samples, plane);
            }

            TiffColours.Apply(_layout, samples, pixels.Row(top + row)[(4 * left)..], asInks);
        }
    }

    private ReadOnlySpan<byte> Stored(int block)
    {
        var (offset, length) = ((long)_layout.Offsets[block], (long)_layout.Lengths[block]);
        return offset + length <= _file.Size ? _file.AsSpan().Slice((int)offset, (int)length) : throw new InvalidDataException(JpegWalk.CutOff);
    }

    private byte[] Unpack(ReadOnlySpan<byte> stored, int rows)
    {
        var bytes = new byte[_layout.RowBytes * rows];
        if (_layout.IsReversed)
        {
            stored = Reversed(stored);
        }

        switch (_layout.Compression)
        {
            case TiffLayout.Lzw:
                TiffPacking.Lzw(stored, bytes);
                break;
            case TiffLayout.PackBits:
                TiffPacking.PackBits(stored, bytes);
                break;
            case TiffLayout.None:
                (stored.Length >= bytes.Length ? stored[..bytes.Length] : throw new InvalidDataException(JpegWalk.CutOff)).CopyTo(bytes);
                break;
            default:
                TiffPacking.Deflated(stored, bytes);
                break;
        }

        for (var row = 0; row < rows && _layout.Predicts; row++)
        {
            AddUp(bytes.AsSpan(row * _layout.RowBytes, _layout.RowBytes));
        }

        return bytes;
    }

    private static byte[] Reversed(ReadOnlySpan<byte> stored)
    {
        var bytes = stored.ToArray();
        for (var index = 0; index < bytes.Length; index++)
        {
            var value = bytes[index];
            bytes[index] = (byte)((value * 0x0202020202UL & 0x010884422010UL) % 1023);
        }

        return bytes;
    }

    private void AddUp(Span<byte> row)
    {
        var step = _layout.SamplesInRow;
        if (_layout.Bits == 8)
        {
            for (var index = step; index < row.Length; index++)
            {
                row[index] += row[index - step];
            }

            return;
        }

        for (var index = 2 * step; index < row.Length; index += 2)
        {
            var here = row.Slice(index, 2);
            var before = row.Slice(index - 2 * step, 2);
            if (_layout.IsLittleEndian)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(
                    here, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(here) + BinaryPrimitives.ReadUInt16LittleEndian(before)));
            }
            else
            {
                BinaryPrimitives.WriteUInt16BigEndian(
                    here, (ushort)(BinaryPrimitives.ReadUInt16BigEndian(here) + BinaryPrimitives.ReadUInt16BigEndian(before)));
            }
        }
    }

    // Bytes of all samples of a pixel side by side; of 16 bits the high byte, as Pillow takes it.
    private void ReadSamples(ReadOnlySpan<byte> row, Span<byte> samples, int plane)
    {
        var (bits, step) = (_layout.Bits, _layout.IsPlanar ? _layout.Samples : 1);
        var (high, scale) = (_layout.IsLittleEndian ? 1 : 0, _layout.Photometric == TiffLayout.Palette ? 1 : 255 / ((1 << Math.Min(bits, 8)) - 1));
        for (int read = 0, write = plane; write < samples.Length; read++, write += step)
        {
            samples[write] = bits switch
            {
                16 => row[2 * read + high],
                8 => row[read],
                _ => (byte)((row[read * bits >> 3] >> (8 - bits - (read * bits & 7)) & ((1 << bits) - 1)) * scale),
            };
        }
    }
}
