using System.IO.Compression;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Models;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// NumPy's <c>.npz</c>: a zip of arrays. Read are numbers of up to two dimensions and single texts; arrays of Python
/// objects, which NumPy would unpickle, are refused.
/// </summary>
internal sealed class NpzFile
{
    private const string Extension = ".npy";

    // Four matrices of 2048² doubles and their vectors, with room to spare.
    private const long LargestRecord = 128L << 20;
    private const long LargestFile = 512L << 20;

    private readonly Dictionary<string, NpzArray> _arrays = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    private NpzFile()
    {
    }

    /// <summary>Numbers by name.</summary>
    public IReadOnlyDictionary<string, NpzArray> Arrays => _arrays;

    /// <summary>Single texts by name.</summary>
    public IReadOnlyDictionary<string, string> Texts => _texts;

    /// <summary>Reads arrays of a file. What else is in it, however large and of whatever type, is left alone.</summary>
    /// <param name="names">The arrays; those that are not there are left out.</param>
    /// <exception cref="CycleGanException">
    /// <see cref="FaultKind.PathNotFound"/>; <see cref="FaultKind.UnreadableStatistics"/>, saying what was found.
    /// </exception>
    public static NpzFile Read(string path, params IReadOnlyCollection<string> names) => ArchiveFaults.Guard(
        path,
        "a NumPy .npz file, as pytorch-fid or this module writes it",
        () =>
        {
            using var stream = RegularFile.OpenRead(path);
            if (NpyHeader.IsNext(stream))
            {
                throw new InvalidDataException("a single NumPy array (.npy)");
            }

            using var zip = new ZipArchive(stream);
            var file = new NpzFile();
            file.ReadEntries(zip, names);
            return file;
        },
        FaultKind.UnreadableStatistics);

    /// <summary>Writes arrays and texts, whole or not at all.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, NpzArray> arrays, IReadOnlyDictionary<string, string> texts) =>
        AtomicFile.Write(path, output =>
        {
            using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (name, array) in arrays)
            {
                using var stream = zip.CreateEntry(name + Extension, CompressionLevel.NoCompression).Open();
                stream.Write(new NpyHeader(array.IsInteger ? "<i8" : "<f8", false, [.. array.Shape]).ToBytes());
                stream.Write(array.IsInteger
                    ? MemoryMarshal.AsBytes(Array.ConvertAll(array.Values, value => (long)value).AsSpan())
                    : MemoryMarshal.AsBytes(array.Values.AsSpan()));
            }

            foreach (var (name, text) in texts)
            {
                using var stream = zip.CreateEntry(name + Extension, CompressionLevel.NoCompression).Open();
                var characters = Encoding.UTF32.GetBytes(text);
                stream.Write(new NpyHeader($"<U{Math.Max(1, characters.Length / 4)}", false, []).ToBytes());
                stream.Write(characters.Length > 0 ? characters : new byte[4]);
            }
        });

    private void ReadEntries(ZipArchive zip, IReadOnlyCollection<string> names)
    {
        var total = 0L;
        foreach (var entry in zip.Entries)
        {
            var name = entry.FullName.EndsWith(Extension, StringComparison.Ordinal) ? entry.FullName[..^Extension.Length] : "";
            if (!names.Contains(name))
            {
                continue;
            }

            total += entry.Length;
            if (entry.Length > LargestRecord || total > LargestFile)
            {
                throw new InvalidDataException($"the record '{entry.FullName}' of {entry.Length} bytes, more than any statistics have");
            }

            using var stream = entry.Open();
            ReadArray(name, stream, entry.Length);
        }
    }

    private void ReadArray(string name, Stream stream, long length)
    {
        var header = NpyHeader.Read(stream);
        var count = header.Shape.Aggregate(1L, (product, size) => product * size);
        if (header.Type.StartsWith("<U", StringComparison.Ordinal) && count == 1
            && int.TryParse(header.Type.AsSpan(2), out var characters) && characters is > 0 and <= 4096)
        {
            var bytes = new byte[4 * characters];
            stream.ReadExactly(bytes);
            _texts[name] = Encoding.UTF32.GetString(bytes).TrimEnd('\0');
            return;
        }

        var size = header.Type switch
        {
            "<f8" or "<i8" => 8,
            "<f4" or "<i4" => 4,
            _ => throw new InvalidDataException($"the array '{name}' of the type '{header.Type}', which is not read"),
        };
        if (count > length / size)
        {
            throw new InvalidDataException($"the array '{name}' of the shape ({string.Join(", ", header.Shape)}) in a record of {length} bytes");
        }

        var content = new byte[count * size];
        stream.ReadExactly(content);
        var values = header.Type switch
        {
            "<f8" => MemoryMarshal.Cast<byte, double>(content).ToArray(),
            "<i8" => Widened<long>(content),
            "<f4" => Widened<float>(content),
            _ => Widened<int>(content),
        };
        int[] shape = [.. header.Shape.Select(one => (int)one)];
        _arrays[name] = new NpzArray(shape, header.IsFortranOrder && shape.Length == 2 ? RowByRow(values, shape) : values, header.Type[1] == 'i');
    }

    private static double[] Widened<T>(byte[] content)
        where T : unmanaged, INumber<T>
    {
        var values = MemoryMarshal.Cast<byte, T>(content);
        var widened = new double[values.Length];
        TensorPrimitives.ConvertTruncating(values, widened.AsSpan());
        return widened;
    }

    private static double[] RowByRow(double[] columns, int[] shape)
    {
        var values = new double[columns.Length];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = columns[(index % shape[1] * shape[0]) + (index / shape[1])];
        }

        return values;
    }
}
