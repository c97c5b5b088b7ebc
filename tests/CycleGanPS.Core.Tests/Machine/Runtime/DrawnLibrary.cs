using System.Text;

namespace CycleGanPS.Core.Tests.Machine.Runtime;

/// <summary>Writes what a library of Linux has of its names, and nothing else, as elf(5) lays it out.</summary>
internal static class DrawnLibrary
{
    public const ushort X64 = 62;
    public const ushort Arm64 = 183;

    public static byte[] Of(ushort architecture, IEnumerable<string> offered, IEnumerable<string>? needed = null, IEnumerable<string>? weak = null)
    {
        var names = new MemoryStream();
        names.WriteByte(0);
        var symbols = new MemoryStream();
        symbols.Write(new byte[24]);
        void Add(string name, byte binding, ushort section)
        {
            symbols.Write(BitConverter.GetBytes((int)names.Length));
            symbols.WriteByte((byte)(binding << 4));
            symbols.WriteByte(0);
            symbols.Write(BitConverter.GetBytes(section));
            symbols.Write(new byte[16]);
            names.Write(Encoding.UTF8.GetBytes(name + '\0'));
        }

        foreach (var name in offered)
        {
            Add(name, 1, 7);
        }

        foreach (var name in needed ?? [])
        {
            Add(name, 1, 0);
        }

        foreach (var name in weak ?? [])
        {
            Add(name, 2, 0);
        }

        var header = new byte[64];
        "\u007fELF"u8.CopyTo(header);
        (header[4], header[5]) = (2, 1);
        BitConverter.GetBytes(architecture).CopyTo(header, 18);
        var tableAt = 64 + symbols.Length + names.Length;
        BitConverter.GetBytes(tableAt).CopyTo(header, 40);
        BitConverter.GetBytes((ushort)3).CopyTo(header, 60);
        var sections = new byte[3 * 64];
        void Section(int index, int type, long offset, long size, int link)
        {
            BitConverter.GetBytes(type).CopyTo(sections, (64 * index) + 4);
            BitConverter.GetBytes(offset).CopyTo(sections, (64 * index) + 24);
            BitConverter.GetBytes(size).CopyTo(sections, (64 * index) + 32);
            BitConverter.GetBytes(link).CopyTo(sections, (64 * index) + 40);
        }

        Section(1, 11, 64, symbols.Length, 2);
        Section(2, 3, 64 + symbols.Length, names.Length, 0);
        return [.. header, .. symbols.ToArray(), .. names.ToArray(), .. sections];
    }
}
