using System.Globalization;
using System.Reflection;
using System.Text;

namespace CycleGanPS.Core.Options;

/// <summary>Writes training options as a commented PowerShell data file, every key with what it does.</summary>
internal static class ConfigWriter
{
    /// <summary>The text of the file.</summary>
    /// <param name="options">The values; a key without a value is written as a comment, with the value in force if there is one.</param>
    /// <param name="title">The first comment lines.</param>
    public static string Write(TrainingOptions options, string title)
    {
        var text = new StringBuilder();
        foreach (var line in title.Split('\n'))
        {
            text.Append("# ").Append(line).Append('\n');
        }

        text.Append("@{\n");
        var section = "";
        foreach (var key in ConfigSchema.Keys)
        {
            var description = ConfigSchema.Describe(key);
            if (description.Section != section)
            {
                section = description.Section;
                text.Append("\n    # --- ").Append(section).Append(" ---\n");
            }

            text.Append("    # ").Append(description.Description).Append('\n');
            var value = key.GetValue(options);
            text.Append(value is null ? "    # " : "    ").Append(key.Name.PadRight(18)).Append(" = ").Append(Literal(value ?? InForce(options, key), key)).Append('\n');
        }

        return text.Append("}\n").ToString();
    }

    // What a key that is not given comes to stands in the property Resolved<key>.
    private static object? InForce(TrainingOptions options, PropertyInfo key) =>
        typeof(TrainingOptions).GetProperty("Resolved" + key.Name)?.GetValue(options);

    private static string Literal(object? value, PropertyInfo key) => value switch
    {
        null => ConfigSchema.Describe(key).IsFolder ? "''" : "0",
        bool truth => truth ? "$true" : "$false",
        string or Enum => $"'{Escape(value.ToString()!)}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    // PowerShell takes typographic single quotes for quotes too.
    private static string Escape(string text) =>
        string.Concat(text.Select(letter => letter is '\'' or '\u2018' or '\u2019' or '\u201a' or '\u201b' ? $"{letter}{letter}" : $"{letter}"));
}
