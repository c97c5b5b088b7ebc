using System.Text.Json;
using CycleGanPS.Core.Files;

namespace CycleGanPS.Core.Training;

/// <summary>
/// The list of a checkpoint's files with their SHA-256. It is written last, so a checkpoint without it was never finished.
/// </summary>
internal sealed record CheckpointManifest(int Format, long Step, IReadOnlyDictionary<string, string> Sha256)
{
    public const string FileName = "manifest.json";

    private const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Writes the manifest of all files that are in a folder.</summary>
    public static void Write(string folder, long step)
    {
        var hashes = Directory.EnumerateFiles(folder)
            .Order(StringComparer.Ordinal)
            .ToDictionary(path => Path.GetFileName(path), FileHash.Of, StringComparer.Ordinal);
        var manifest = new CheckpointManifest(CurrentFormat, step, hashes);
        AtomicFile.Write(Path.Combine(folder, FileName), stream => JsonSerializer.Serialize(stream, manifest, Json));
    }

    /// <exception cref="CycleGanException">There is none, or it is damaged.</exception>
    public static CheckpointManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var manifest = JsonSerializer.Deserialize<CheckpointManifest>(RegularFile.ReadAllBytes(path), Json);
            return manifest is { Sha256.Count: > 0 } ? manifest : throw new JsonException("it lists no files");
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Damaged(path, $"cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Reads every file again and compares.</summary>
    /// <exception cref="CycleGanException">A file is missing or is not what was written; the message names it.</exception>
    public static void Verify(string folder)
    {
        foreach (var (name, expected) in Read(folder).Sha256)
        {
            var path = Path.Combine(folder, Path.GetFileName(name));
            if (!File.Exists(path))
            {
                throw Damaged(path, "is missing.");
            }

            string found;
            try
            {
                found = FileHash.Of(path);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw Damaged(path, $"cannot be read: {fault.Message}", fault);
            }

            if (!string.Equals(found, expected, StringComparison.Ordinal))
            {
                throw Damaged(path, "is damaged: its SHA-256 is not the one it was written with.");
            }
        }
    }

    private static CycleGanException Damaged(string path, string what, Exception? inner = null) =>
        new(FaultKind.UnreadableCheckpoint, $"The checkpoint's {path} {what}", path, inner);
}
