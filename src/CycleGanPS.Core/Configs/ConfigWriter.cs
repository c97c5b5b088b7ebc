using System.Globalization;
using System.Reflection;
using System.Text;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Configs;

/// <summary>Writes training options as a commented PowerShell data file, every key with what it does.</summary>
internal static class ConfigWriter
{
    private static readonly TrainingOptions Defaults = new();

    /// <summary>The text of a file that records all values in force.</summary>
    /// <param name="options">The values; a key without a value is written as a comment, with the value in force if there is one.</param>
    /// <param name="title">The first comment lines.</param>
    public static string Write(TrainingOptions options, string title) => Write(options, title, (_, value) => value is not null);

    /// <summary>
    /// The text of a file to edit: keys whose values differ from the defaults of the objective, and the others as comments with those.
    /// What nobody chose so stays free to follow another objective.
    /// </summary>
    /// <param name="options">The values.</param>
    /// <param name="title">The first comment lines.</param>
    public static string WriteChanges(TrainingOptions options, string title)
    {
        var defaults = Defaults.WithObjective(options.AdversarialLoss) with { AdversarialLoss = Defaults.AdversarialLoss };
        return Write(options, title, (key, value) => !Equals(value, key.GetValue(defaults)));
    }

    /// <summary>A key with its default, as it would stand in a config.</summary>
    public static string Assignment(PropertyInfo key) => $"{key.Name} = {Literal(key.GetValue(Defaults) ?? InForce(Defaults, key), key)}";

    private static string Write(TrainingOptions options, string title, Func<PropertyInfo, object?, bool> isGiven)
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

            var value = key.GetValue(options);
            text.Append("    # ").AppendJoin(' ', Explain(key, description.Description)).Append('\n')
                .Append(isGiven(key, value) ? "    " : "    # ").Append(key.Name.PadRight(18)).Append(" = ")
                .Append(Literal(value ?? InForce(options, key), key)).Append('\n');
        }

        return text.Append("}\n").ToString();
    }

    // What a key does, and what the objectives have to do with it.
    private static IEnumerable<string> Explain(PropertyInfo key, string description)
    {
        yield return description;
        if (key.Name == nameof(TrainingOptions.AdversarialLoss))
        {
            var titles = Objective.All.Select(objective => objective.Title).ToList();
            yield return $"{string.Join(", ", titles[..^1])} or {titles[^1]}.";
        }

        foreach (var objective in Objective.All)
        {
            var its = key.GetValue(Defaults.WithObjective(objective.Kind));
            if (objective.OwnKeys.Contains(key.Name))
            {
                yield return $"Only {objective.Kind} has it.";
            }
            else if (objective.DefaultInWords(key.Name) is { } words)
            {
                yield return $"With {objective.Kind} {words}, unless given.";
            }
            else if (key.Name != nameof(TrainingOptions.AdversarialLoss) && !Equals(its, key.GetValue(Defaults)))
            {
                yield return $"With {objective.Kind} {Literal(its, key).Trim('\'')}, unless given.";
            }
        }
    }

    // What a key that is not given comes to stands in the property Resolved<key>, or is the objective's.
    private static object? InForce(TrainingOptions options, PropertyInfo key) => key.Name switch
    {
        nameof(TrainingOptions.LambdaAdversarial) => options.ResolvedLambdaAdversarial,
        // That of 17,000 steps: no run is there whose length would say.
        nameof(TrainingOptions.AverageDecay) => 0.999,
        _ => typeof(TrainingOptions).GetProperty("Resolved" + key.Name)?.GetValue(options),
    };

    private static string Literal(object? value, PropertyInfo key) => value switch
    {
        null => ConfigSchema.Describe(key).IsPath ? "''" : "0",
        bool truth => truth ? "$true" : "$false",
        string or Enum => $"'{Escape(value.ToString()!)}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    // PowerShell takes typographic single quotes for quotes too.
    private static string Escape(string text) =>
        string.Concat(text.Select(letter => letter is '\'' or '\u2018' or '\u2019' or '\u201a' or '\u201b' ? $"{letter}{letter}" : $"{letter}"));
}
