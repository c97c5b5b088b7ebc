using System.IO.Compression;
using System.Text;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Models;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// NumPy's <c>.npz</c>: a zip of arrays. Read are numbers of up to two dimensions and single texts; arrays of Python
/// objects, which NumPy would unpickle, are refused.
/// </summary>
internal sealed class NpzFile : IDisposable
{
    private const string Extension = ".npy";

    // Four matrices of 2048² doubles and their vectors, with room to spare.
    private const long LargestRecord = 128L << 20;
    private const long LargestFile = 512L << 20;

    private readonly Dictionary<string, Tensor> _arrays = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    private NpzFile()
    {
    }

    /// <summary>Numbers by name, as float64 (whole numbers as int64).</summary>
    public IReadOnlyDictionary<string, Tensor> Arrays => _arrays;

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
            try
            {
                file.ReadEntries(zip, names);
                return file;
            }
            catch
            {
                file.Dispose();
                throw;
            }
        },
        FaultKind.UnreadableStatistics);

    /// <summary>Writes arrays and texts, whole or not at all.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> arrays, IReadOnlyDictionary<string, string> texts) =>
        AtomicFile.Write(path, output =>
        {
            using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (name, array) in arrays)
            {
                using var stream = zip.CreateEntry(name + Extension, CompressionLevel.NoCompression).Open();
                using var dense = TensorBytes.Dense(array);
                stream.Write(new NpyHeader(dense.dtype == ScalarType.Int64 ? "<i8" : "<f8", false, dense.shape).ToBytes());
                TensorBytes.Write(stream, dense);
            }

            foreach (var (name, text) in texts)
            {
                using var stream = zip.CreateEntry(name + Extension, CompressionLevel.NoCompression).Open();
                var characters = Encoding.UTF32.GetBytes(text);
                stream.Write(new NpyHeader($"<U{Math.Max(1, characters.Length / 4)}", false, []).ToBytes());
                stream.Write(characters.Length > 0 ? characters : new byte[4]);
            }
        });

    public void Dispose()
    {
        foreach (var array in _arrays.Values)
        {
            array.Dispose();
        }

        _arrays.Clear();
    }

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

        var type = header.Type switch
        {
            "<f8" => ScalarType.Float64,
            "<f4" => ScalarType.Float32,
            "<i8" => ScalarType.Int64,
            "<i4" => ScalarType.Int32,
            _ => throw new InvalidDataException($"the array '{name}' of the type '{header.Type}', which is not read"),
        };
        if (count * ElementTypes.Size(type) > length)
        {
            throw new InvalidDataException($"the array '{name}' of the shape ({string.Join(", ", header.Shape)}) in a record of {length} bytes");
        }

        var shape = header.IsFortranOrder ? header.Shape.Reverse().ToArray() : header.Shape;
        using var flat = TensorBytes.Read(stream, type, count).Tensor;
        using var scope = NewDisposeScope();
        var array = flat.view(shape);
        array = header.IsFortranOrder && shape.Length == 2 ? array.t() : array;
        _arrays[name] = array
            .to(type is ScalarType.Int64 or ScalarType.Int32 ? ScalarType.Int64 : ScalarType.Float64, copy: true)
            .contiguous().DetachFromDisposeScope();
    }
}
