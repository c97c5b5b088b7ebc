namespace CycleGanPS.Core.Options;

/// <summary>One key of a config as it was written.</summary>
/// <param name="Key">The key, as written.</param>
/// <param name="Value">Text, a number, a truth value, or whatever else stood there.</param>
/// <param name="Line">Its line in the file, or null where the config is no file.</param>
internal sealed record ConfigEntry(string Key, object? Value, int? Line = null)
{
    /// <summary>Why the value cannot be used, where whoever read it has found out.</summary>
    public string? Fault { get; init; }
}
