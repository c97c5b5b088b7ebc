using System.Text.Json;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Configs;

/// <summary>Training options as a table of JSON values: each key that has one, under the name that it has in a config.</summary>
internal static class OptionsTable
{
    /// <summary>The table of all keys that are not null.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Write(TrainingOptions options) => ConfigSchema.Keys
        .Select(key => (key.Name, Value: key.GetValue(options)))
        .Where(entry => entry.Value is not null)
        .ToDictionary(
            entry => entry.Name,
            entry => JsonSerializer.SerializeToElement(entry.Value is Enum choice ? choice.ToString() : entry.Value),
            StringComparer.Ordinal);

    /// <summary>
    /// The options in a table, checked as those of a config are. A key that is missing, as in what an earlier version wrote, has its
    /// default; one that is unknown, as in what a later version wrote, is passed over.
    /// </summary>
    /// <param name="table">What <see cref="Write"/> gives.</param>
    /// <param name="baseFolder">Absolute folder that relative folders are relative to.</param>
    /// <param name="source">What to call the table in errors.</param>
    /// <exception cref="CycleGanException">A value cannot be used.</exception>
    public static TrainingOptions Read(IReadOnlyDictionary<string, JsonElement> table, string baseFolder, string source) => TrainingOptionsBinder.Bind(
        [.. table.Where(entry => ConfigSchema.Find(entry.Key) is not null).Select(entry => new ConfigEntry(entry.Key, ValueOf(entry.Value)))],
        baseFolder,
        source);

    private static object? ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => Array.Empty<object>(),
        JsonValueKind.Object => new Dictionary<string, object>(),
        _ => null,
    };
}
