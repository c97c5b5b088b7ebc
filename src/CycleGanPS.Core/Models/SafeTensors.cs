using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using CycleGanPS.Core.Files;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Models;

/// <summary>Reads and writes <c>.safetensors</c>: a length, a JSON header with names, types and shapes, then the elements.</summary>
internal static class SafeTensors
{
    // The format's own limit.
    private const long LongestHeader = 100_000_000;

    /// <summary>Reads a file whole; its metadata become <see cref="StateDict.Records"/>.</summary>
    /// <exception cref="CycleGanException">
    /// <see cref="FaultKind.PathNotFound"/>; <see cref="FaultKind.UnreadableArchive"/>, saying what was found.
    /// </exception>
    public static StateDict Read(string path) =>
        Open(path, (stream, entries, metadata) => new StateDict(ReadTensors(stream, entries), metadata));

    /// <summary>Writes tensors and metadata, whole or not at all.</summary>
    public static void Write(
        string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        List<KeyValuePair<string, Tensor>> ordered = [.. tensors];
        AtomicFile.Write(path, stream =>
        {
            var header = Header(ordered, metadata);
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach ((_, var tensor) in ordered)
            {
                using var dense = TensorBytes.Dense(tensor);
                TensorBytes.Write(stream, dense);
            }
        });
    }

    private static byte[] Header(List<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach ((var name, var value) in metadata)
                {
                    json.WriteString(name, value);
                }

                json.WriteEndObject();
            }

            long offset = 0;
            foreach ((var name, var tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", ElementTypes.SafeTensorsName(tensor.dtype));
                WriteNumbers(json, "shape", tensor.shape);
                var end = offset + (tensor.numel() * ElementTypes.Size(tensor.dtype));
                WriteNumbers(json, "data_offsets", [offset, end]);
                json.WriteEndObject();
                offset = end;
            }

            json.WriteEndObject();
        }

        // Spaces up to a multiple of eight, so that the elements are aligned.
        buffer.Write(Encoding.ASCII.GetBytes(new string(' ', (int)((8 - (buffer.Length % 8)) % 8))));
        return buffer.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, long[] numbers)
    {
        json.WriteStartArray(name);
        Array.ForEach(numbers, json.WriteNumberValue);
        json.WriteEndArray();
    }

    /// <summary>Reads the names and shapes of a file's tensors, and none of their elements.</summary>
    internal static TensorIndex Index(string path) => Open(path, (_, entries, metadata) =>
    {
        OrderedDictionary<string, TensorDescription> tensors = new(
            entries.Select(entry => KeyValuePair.Create(entry.Name, new TensorDescription(entry.Type, entry.Shape))));
        return new TensorIndex(
            ModelFormat.SafeTensors,
            metadata,
            new Dictionary<string, IReadOnlyDictionary<string, TensorDescription>> { [string.Empty] = tensors },
            [.. tensors.Keys]);
    });

    /// <summary>Reads one tensor after the other: no more than one is in memory at a time, and it is gone when <paramref name="visit"/> returns.</summary>
    internal static void Stream(string path, Action<string, Tensor> visit) => Open(path, (stream, entries, _) =>
    {
        foreach (var entry in entries)
        {
            using var flat = TensorBytes.Read(stream, entry.Type, entry.Elements).Tensor;
            using var tensor = flat.view(entry.Shape);
            visit(entry.Name, tensor);
        }

        return true;
    });

    /// <summary>Reads all tensors of real numbers, without the tensor library.</summary>
    /// <exception cref="CycleGanException">As <see cref="Read"/>.</exception>
    internal static IReadOnlyDictionary<string, StoredNumbers> ReadNumbers(string path) => Open(path, (stream, entries, _) => entries
        .Select(entry => (Entry: entry, Values: StoredNumbers.ReadElements(stream, entry.Type, entry.Elements).Elements))
        .Where(read => ElementTypes.IsReal(read.Entry.Type))
        .ToDictionary(read => read.Entry.Name, read => new StoredNumbers(read.Entry.Shape, read.Values)));

    private static T Open<T>(string path, Func<FileStream, List<Entry>, Dictionary<string, string>, T> use) =>
        ArchiveFaults.Guard(path, "a safetensors file", () =>
        {
            using var stream = RegularFile.OpenRead(path);
            (var entries, var metadata) = ReadHeader(stream);
            return use(stream, entries, metadata);
        });

    private static (List<Entry> Entries, Dictionary<string, string> Metadata) ReadHeader(FileStream stream)
    {
        Span<byte> lengthBytes = stackalloc byte[sizeof(ulong)];
        stream.ReadExactly(lengthBytes);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        var left = stream.Length - stream.Position;
        if (length > (ulong)Math.Min(left, LongestHeader))
        {
            throw new InvalidDataException($"a header of {length} bytes where {left} bytes are left");
        }

        var header = new byte[length];
        stream.ReadExactly(header);
        (var entries, var metadata) = ParseHeader(header);
        RequireExactCover(entries, stream.Length - stream.Position);
        return (entries, metadata);
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> ReadTensors(FileStream stream, List<Entry> entries)
    {
        List<KeyValuePair<string, Tensor>> tensors = [];
        try
        {
            foreach (var entry in entries)
            {
                using var flat = TensorBytes.Read(stream, entry.Type, entry.Elements).Tensor;
                tensors.Add(KeyValuePair.Create(entry.Name, flat.view(entry.Shape).DetachFromDisposeScope()));
            }

            return tensors;
        }
        catch
        {
            tensors.ForEach(pair => pair.Value.Dispose());
            throw;
        }
    }

    private static (List<Entry> Entries, Dictionary<string, string> Metadata) ParseHeader(byte[] header)
    {
        List<Entry> entries = [];
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        HashSet<string> names = new(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 8 });
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (!names.Add(property.Name))
                {
                    throw new InvalidDataException($"the tensor '{property.Name}' twice");
                }

                if (property.Name == "__metadata__")
                {
                    foreach (var item in property.Value.EnumerateObject())
                    {
                        metadata[item.Name] = item.Value.GetString() ?? string.Empty;
                    }
                }
                else
                {
                    entries.Add(ParseEntry(property.Name, property.Value));
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException("a header that is not the JSON of this format", exception);
        }

        entries.Sort((left, right) => (left.Start, left.End).CompareTo((right.Start, right.End)));
        return (entries, metadata);
    }

    private static Entry ParseEntry(string name, JsonElement value)
    {
        var typeName = value.GetProperty("dtype").GetString() ?? string.Empty;
        var type = ElementTypes.FromSafeTensorsName(typeName)
            ?? throw new InvalidDataException($"the tensor '{name}' of the type '{typeName}', which is not read");
        long[] shape = [.. value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        long[] offsets = [.. value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
        Int128 elements = 1;
        foreach (var size in shape)
        {
            elements *= size;
            if (size < 0 || elements > long.MaxValue)
            {
                throw new InvalidDataException($"the tensor '{name}' of the absurd size {string.Join('×', shape)}");
            }
        }

        if (offsets is not [>= 0, _] || shape.Length > 32 || (Int128)offsets[1] - offsets[0] != elements * ElementTypes.Size(type))
        {
            throw new InvalidDataException($"the tensor '{name}' whose offsets do not fit its shape {string.Join('×', shape)}");
        }

        return new Entry(name, type, shape, (long)elements, offsets[0], offsets[1]);
    }

    private static void RequireExactCover(List<Entry> entries, long dataLength)
    {
        long position = 0;
        foreach (var entry in entries)
        {
            if (entry.Start != position)
            {
                throw new InvalidDataException($"the tensor '{entry.Name}' that leaves a gap or overlaps another");
            }

            position = entry.End;
        }

        if (position != dataLength)
        {
            throw new InvalidDataException($"{dataLength} bytes of elements where the header describes {position}; the file is cut off or damaged");
        }
    }

    private sealed record Entry(string Name, ScalarType Type, long[] Shape, long Elements, long Start, long End);
}
