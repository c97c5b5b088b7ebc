using System.Buffers.Binary;
using CycleGanPS.Core.Images.Colours;
using CycleGanPS.Core.Images.Jpeg;
using SkiaSharp;

namespace CycleGanPS.Core.Images.Decoders;

/// <summary>
/// PBM, PGM and PPM (P1 to P6, netpbm.sourceforge.net/doc), of any greatest value up to 65535, scaled to bytes as Pillow scales them.
/// It is short, and ImageSharp 2.1 takes greatest values for 255 or 65535.
/// </summary>
internal sealed class NetpbmDecoder : PictureDecoder
{
    private const int MostValue = 65535;

    private readonly SKData _file;
    private readonly bool _isPlain;
    private readonly bool _isBits;
    private readonly int _greatest = 1;
    private readonly int _begin;

    public NetpbmDecoder(SKData file)
    {
        _file = file;
        var bytes = file.AsSpan();
        var kind = bytes[1] - '0';
        (_isPlain, _isBits, Model) = (kind <= 3, kind is 1 or 4, kind is 3 or 6 ? ColourModel.Rgb : ColourModel.Grey);
        var position = 2;
        (Width, Height) = (HeaderNumber(bytes, ref position), HeaderNumber(bytes, ref position));
        if (!_isBits)
        {
            _greatest = HeaderNumber(bytes, ref position);
            if (_greatest is < 1 or > MostValue)
            {
                throw new InvalidDataException($"is damaged: its greatest value is {_greatest}");
            }
        }

        // One white space, then the samples.
        _begin = position + 1;
    }

    public override RgbaPixels Decode()
    {
        var samples = Model == ColourModel.Grey ? 1 : 3;
        var file = _file.AsSpan();
        var rowBytes = _isBits ? (Width + 7L) / 8 : (long)Width * samples * (_greatest > 255 ? 2 : 1);
        var least = _isPlain ? (long)Width * Height * samples : rowBytes * Height;
        if (file.Length - _begin < least)
        {
            throw new InvalidDataException(JpegWalk.CutOff);
        }

        var pixels = new RgbaPixels(Width, Height);
        try
        {
            var (scale, position) = (Scale(), _begin);
            var row = new byte[Width * samples];
            for (var y = 0; y < Height; y++)
            {
                if (_isPlain)
                {
                    ReadPlain(file, ref position, row, scale);
                }
                else
                {
                    ReadRow(file.Slice(position, (int)rowBytes), row, scale);
                    position += (int)rowBytes;
                }

                pixels.SetRow(y, row, samples);
            }

            return pixels;
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    // Pillow's round(value / greatest * 255), to even; of bits 1 is black.
    private byte[] Scale()
    {
        var scale = new byte[_greatest + 1];
        for (var value = 0; value <= _greatest; value++)
        {
            scale[value] = (byte)Math.Round((double)value / _greatest * 255);
        }

        return _isBits ? [255, 0] : scale;
    }

    private void ReadRow(ReadOnlySpan<byte> source, Span<byte> row, byte[] scale)
    {
        for (var x = 0; x < row.Length; x++)
        {
            var value = _isBits ? source[x >> 3] >> (7 - (x & 7)) & 1
                : _greatest > 255 ? BinaryPrimitives.ReadUInt16BigEndian(source[(2 * x)..])
                : source[x];
            row[x] = scale[Math.Min(value, _greatest)];
        }
    }

    private void ReadPlain(ReadOnlySpan<byte> file, ref int position, Span<byte> row, byte[] scale)
    {
        for (var x = 0; x < row.Length; x++)
        {
            // The bits of a plain PBM need no space between them.
            row[x] = scale[Math.Min(Number(file, ref position, _isBits ? 1 : 10), _greatest)];
        }
    }

    private static int HeaderNumber(ReadOnlySpan<byte> file, ref int position) => Number(file, ref position, most: 10);

    private static int Number(ReadOnlySpan<byte> file, ref int position, int most)
    {
        SkipSpace(file, ref position);
        var (value, digits) = (0L, 0);
        for (; position < file.Length && digits < most && file[position] is >= (byte)'0' and <= (byte)'9'; position++, digits++)
        {
            value = 10 * value + file[position] - '0';
        }

        return digits > 0 ? (int)Math.Min(value, int.MaxValue)
            : throw new InvalidDataException(position >= file.Length ? JpegWalk.CutOff : JpegWalk.Damaged);
    }

    // White space and comments, which go to the end of their line.
    private static void SkipSpace(ReadOnlySpan<byte> file, ref int position)
    {
        while (position < file.Length && (file[position] == '#' || ImageMagic.IsSpace(file[position])))
        {
            var length = file[position] == '#' ? file[position..].IndexOfAny((byte)'\n', (byte)'\r') : 1;
            position = length < 0 ? file.Length : position + length;
        }
    }
}
