using System.Collections.Frozen;
using System.Reflection;

namespace CycleGanPS.Core.Options;

/// <summary>The keys a config may have, read off <see cref="TrainingOptions"/>.</summary>
internal static class ConfigSchema
{
    /// <summary>All keys in the order in which a written config lists them.</summary>
    public static IReadOnlyList<PropertyInfo> Keys { get; } =
        [.. typeof(TrainingOptions).GetProperties().Where(property => property.IsDefined(typeof(ConfigKeyAttribute)))];

    private static readonly FrozenDictionary<string, PropertyInfo> ByName =
        Keys.ToFrozenDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);

    public static PropertyInfo? Find(string key) => ByName.GetValueOrDefault(key);

    public static ConfigKeyAttribute Describe(PropertyInfo key) => key.GetCustomAttribute<ConfigKeyAttribute>()!;

    /// <summary>The known key that is spelled most like an unknown one, or null when none is close.</summary>
    public static string? Nearest(string unknown)
    {
        var (name, distance) = Keys
            .Select(key => (key.Name, Distance: EditDistance(unknown.ToUpperInvariant(), key.Name.ToUpperInvariant())))
            .MinBy(candidate => candidate.Distance);
        return distance <= Math.Max(2, unknown.Length / 3) ? name : null;
    }

    // Levenshtein distance, one row at a time.
    private static int EditDistance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substituted = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
