using System.Buffers.Binary;
using CycleGanPS.Core.Images.Colours;
using CycleGanPS.Core.Images.Jpeg;
using SkiaSharp;

namespace CycleGanPS.Core.Images.Decoders;

/// <summary>Truevision TGA, plain or run-length encoded, of 8, 15, 16, 24 and 32 bits, as Pillow reads it.</summary>
internal sealed class TargaDecoder : PictureDecoder
{
    public const int HeaderLength = 18;

    private readonly SKData _file;
    private readonly int _begin;
    private readonly int _pixelBytes;
    private readonly bool _isMapped;
    private readonly bool _isPacked;
    private readonly byte[] _map = [];

    public TargaDecoder(SKData file)
    {
        var bytes = file.AsSpan();
        if (bytes.Length < HeaderLength)
        {
            throw new InvalidDataException(JpegWalk.CutOff);
        }

        _file = file;
        var (kind, bits, attributes) = (bytes[2] & 7, bytes[16], bytes[17] & 15);
        (Width, Height) = (BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]));
        (_isMapped, _isPacked, _pixelBytes) = (kind == 1, (bytes[2] & 8) != 0, (bits + 7) / 8);
        Model = kind == 3 ? ColourModel.Grey : ColourModel.Rgb;

        // Of a pixel's four bytes, or of a grey one's two, the last is alpha if the header says that it has any.
        IsOpaque = attributes != 8 || !(bits == 32 || (kind == 3 && bits == 16));
        _begin = HeaderLength + bytes[0];
        if (bytes[1] == 1)
        {
            var (first, count) = (BinaryPrimitives.ReadUInt16LittleEndian(bytes[3..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[5..]));
            var entry = (bytes[7] + 7) / 8;
            if (bytes.Length < _begin + count * entry)
            {
                throw new InvalidDataException(JpegWalk.CutOff);
            }

            _map = new byte[4 * (first + count)];
            for (var index = 0; index < count; index++)
            {
                Colour(bytes.Slice(_begin + index * entry, entry), _map.AsSpan(4 * (first + index), 4));
            }

            _begin += count * entry;
        }
    }

    /// <summary>Whether the first bytes make sense as a header, since there is nothing that marks one.</summary>
    public static bool IsPlausible(ReadOnlySpan<byte> start)
    {
        if (start.Length < HeaderLength || start[1] > 1 || (start[17] & 0xC0) != 0
            || start[12..].StartsWith("\0\0"u8) || start[14..].StartsWith("\0\0"u8))
        {
            return false;
        }

        var bits = start[16];
        return start[2] switch
        {
            1 or 9 => bits == 8 && start[1] == 1 && start[7] is 15 or 16 or 24 or 32,
            2 or 10 => bits is 15 or 16 or 24 or 32,
            3 or 11 => bits is 8 or 16,
            _ => false,
        };
    }

    public override RgbaPixels Decode()
    {
        var file = _file.AsSpan();
        var data = file[Math.Min(_begin, file.Length)..];
        var (isFromRight, isFromTop) = ((file[17] & 0x10) != 0, (file[17] & 0x20) != 0);

        // A packet is at most 128 pixels.
        var pixelsThere = _isPacked ? 128L * (data.Length / (1 + _pixelBytes)) + 128 : data.Length / _pixelBytes;
        if (pixelsThere < (long)Width * Height)
        {
            throw new InvalidDataException(JpegWalk.CutOff);
        }

        var pixels = new RgbaPixels(Width, Height);
        try
        {
            var packets = new Packets(data, _pixelBytes, _isPacked);
            for (var row = 0; row < Height; row++)
            {
                var target = pixels.Row(isFromTop ? row : Height - 1 - row);
                for (var column = 0; column < Width; column++)
                {
                    Pixel(packets.Next(), target.Slice(4 * (isFromRight ? Width - 1 - column : column), 4));
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

    private void Pixel(ReadOnlySpan<byte> stored, Span<byte> pixel)
    {
        if (_isMapped)
        {
            var place = 4 * stored[0];
            if (place < _map.Length)
            {
                _map.AsSpan(place, 4).CopyTo(pixel);
            }
            else
            {
                throw new InvalidDataException(JpegWalk.Damaged);
            }
        }
        else if (Model == ColourModel.Grey)
        {
            pixel[..3].Fill(stored[0]);
            pixel[3] = stored.Length > 1 && !IsOpaque ? stored[1] : (byte)255;
        }
        else
        {
            Colour(stored, pixel);
        }
    }

    // Blue comes first; of 16 bits each colour has five.
    private void Colour(ReadOnlySpan<byte> stored, Span<byte> pixel)
    {
        if (stored.Length >= 3)
        {
            (pixel[0], pixel[1], pixel[2]) = (stored[2], stored[1], stored[0]);
        }
        else
        {
            var value = BinaryPrimitives.ReadUInt16LittleEndian(stored);
            (pixel[0], pixel[1], pixel[2]) = (Five(value >> 10), Five(value >> 5), Five(value));
        }

        pixel[3] = stored.Length > 3 && !IsOpaque ? stored[3] : (byte)255;
    }

    private static byte Five(int bits) => (byte)((bits & 31) * 255 / 31);

    // Pixels one after the other: of a packet with the high bit set all are the one that it holds.
    private ref struct Packets(ReadOnlySpan<byte> rest, int size, bool isPacked)
    {
        private ReadOnlySpan<byte> _rest = rest;
        private ReadOnlySpan<byte> _repeated;
        private int _left;

        public ReadOnlySpan<byte> Next()
        {
            if (isPacked && _left-- == 0)
            {
                var head = Take(1)[0];
                _left = head & 127;
                _repeated = head > 127 ? Take(size) : [];
            }

            return _repeated.IsEmpty ? Take(size) : _repeated;
        }

        private ReadOnlySpan<byte> Take(int count)
        {
            if (_rest.Length < count)
            {
                throw new InvalidDataException(JpegWalk.CutOff);
            }

            var taken = _rest[..count];
            _rest = _rest[count..];
            return taken;
        }
    }
}
