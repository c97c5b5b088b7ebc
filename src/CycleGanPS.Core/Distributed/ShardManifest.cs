using System.Text.Json;
using CycleGanPS.Core.Files;

namespace CycleGanPS.Core.Distributed;

/// <summary>
/// What shards leave in the folder that their results go to: <c>.shards/settings.json</c> says what they all work with, and
/// <c>.shards/003-of-016.json</c> what one of them has done. Each file is whole or not there.
/// </summary>
/// <param name="Shard">Which part it tells of, such as 3/16.</param>
/// <param name="Settings">What decides the results.</param>
/// <param name="Results">The path of each result below the folder, by the path of its source.</param>
/// <param name="Faults">Why there is none, by the path of the source.</param>
internal sealed record ShardManifest(
    string Shard, IReadOnlyDictionary<string, string> Settings, IReadOnlyDictionary<string, string> Results, IReadOnlyDictionary<string, string> Faults)
{
    private const string Folder = ".shards";
    private const string SettingsFile = "settings.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Makes sure that all shards in a folder work with the same settings: notes them, or compares with those that are noted.</summary>
    /// <param name="folder">The folder of the results.</param>
    /// <param name="shard">The part that begins.</param>
    /// <param name="settings">What decides the results.</param>
    /// <param name="replace">Note these in place of others.</param>
    /// <exception cref="CycleGanException">Others are noted, or the folder cannot be written.</exception>
    public static void Begin(string folder, Shard shard, IReadOnlyDictionary<string, string> settings, bool replace)
    {
        var path = PathIn(folder, SettingsFile);
        var all = new SortedDictionary<string, string>(settings.ToDictionary(), StringComparer.Ordinal) { ["Shards"] = $"{shard.Count}" };
        if (!replace && File.Exists(path))
        {
            var there = Read<SortedDictionary<string, string>>(path);
            var differing = all.Keys.Union(there.Keys).Order(StringComparer.Ordinal)
                .Where(key => all.GetValueOrDefault(key) != there.GetValueOrDefault(key)).ToList();
            if (differing.Count > 0)
            {
                static string Name(string? value) => string.IsNullOrEmpty(value) ? "not given" : value;
                var what = string.Join(
                    ", ", differing.Select(key => $"{key} {Name(there.GetValueOrDefault(key))} and not {Name(all.GetValueOrDefault(key))}"));
                throw new CycleGanException(
                    FaultKind.OutputExists, $"'{folder}' holds results of shards with other settings: {what}. Choose another folder.", folder);
            }

            return;
        }

        Write(path, all);
    }

    /// <summary>Writes what a part has done.</summary>
    /// <exception cref="CycleGanException">The folder cannot be written.</exception>
    public static void Write(string folder, Shard shard, ShardManifest manifest) => Write(PathIn(folder, $"{shard.Mark}.json"), manifest);

    private static string PathIn(string folder, string name) => Path.Combine(folder, Folder, name);

    private static void Write<T>(string path, T content)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CycleGanException(FaultKind.OutputNotWritable, $"'{path}' cannot be written: {fault.Message}", path, fault);
        }

        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, content, Json));
    }

    private static T Read<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(RegularFile.ReadAllText(path), Json) ?? throw new JsonException("it holds nothing.");
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CycleGanException(FaultKind.UnreadableRun, $"The shards' '{path}' cannot be read: {fault.Message}", path, fault);
        }
    }
}
