using System.Runtime.InteropServices;
using System.Text;
using CycleGanPS.Core.Files;

namespace CycleGanPS.Core.Machine.Runtime;

/// <summary>
/// What a shared library of Linux calls and offers, read from its table of dynamic symbols: what the system's loader would say of two
/// libraries, without loading them, which cannot be undone. The format is that of elf(5), 64 bits and little-endian.
/// </summary>
internal sealed class ElfSymbols
{
    // 0x7F, 'E', 'L', 'F'.
    private const uint Magic = 0x464C457F;
    private const int LongFormat = 2;
    private const int LittleEndian = 1;
    private const int DynamicSymbols = 11;
    private const int SectionLength = 64;
    private const int SymbolLength = 24;
    private const int WeakBinding = 2;

    private ElfSymbols(ushort architecture) => Architecture = architecture;

    /// <summary>The processor, by its number in elf.h.</summary>
    public ushort Architecture { get; }

    /// <summary>Names that others have to offer.</summary>
    public HashSet<string> Needed { get; } = [];

    /// <summary>Names that it offers.</summary>
    public HashSet<string> Offered { get; } = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is no such library.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ElfSymbols Read(string path)
    {
        using var stream = RegularFile.OpenRead(path);
        try
        {
            var header = Bytes(stream, 0, 64);
            if (Number<uint>(header, 0) != Magic || header[4] != LongFormat || header[5] != LittleEndian)
            {
                throw new InvalidDataException($"'{path}' is no 64-bit library of Linux.");
            }

            var symbols = new ElfSymbols(Number<ushort>(header, 18));
            var sections = Bytes(stream, Number<long>(header, 40), SectionLength * Number<ushort>(header, 60));
            for (var at = 0; at < sections.Length; at += SectionLength)
            {
                if (Number<int>(sections, at + 4) == DynamicSymbols)
                {
                    var names = SectionLength * Number<int>(sections, at + 40);
                    symbols.Add(Content(stream, sections, at), Content(stream, sections, names));
                }
            }

            return symbols;
        }
        catch (Exception fault) when (fault is EndOfStreamException or ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"'{path}' is damaged.", fault);
        }
    }

    private void Add(byte[] table, byte[] names)
    {
        // The first is none.
        for (var at = SymbolLength; at < table.Length; at += SymbolLength)
        {
            var name = names.AsSpan(Number<int>(table, at));
            var text = Encoding.UTF8.GetString(name[..name.IndexOf((byte)0)]);
            var isDefined = Number<ushort>(table, at + 6) != 0;
            if (isDefined)
            {
                Offered.Add(text);
            }
            else if (table[at + 4] >> 4 != WeakBinding)
            {
                Needed.Add(text);
            }
        }
    }

    private static byte[] Content(Stream stream, byte[] sections, int at) =>
        Bytes(stream, Number<long>(sections, at + 24), checked((int)Number<long>(sections, at + 32)));

    private static byte[] Bytes(Stream stream, long offset, int count)
    {
        if (offset < 0 || count < 0 || offset > stream.Length - count)
        {
            throw new EndOfStreamException();
        }

        var bytes = new byte[count];
        stream.Position = offset;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static T Number<T>(byte[] bytes, int at)
        where T : struct => MemoryMarshal.Read<T>(bytes.AsSpan(at));
}
