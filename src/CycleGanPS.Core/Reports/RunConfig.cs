using System.Globalization;
using System.Reflection;
using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Reports.Html;
using static CycleGanPS.Core.Reports.ReportParts;

namespace CycleGanPS.Core.Reports;

/// <summary>The options of a run: first those that are not its presets', then all.</summary>
internal static class RunConfig
{
    public static Markup Of(RunStory story)
    {
        var match = PresetMatch.Of(story.Options);
        var name = match.Presets.Count == 0 ? "the defaults" : $"{(match.Presets.Count == 1 ? "preset" : "presets")} {string.Join(" + ", match.Presets)}";
        var differing = match.Differing.Count == 0
            ? Markup.Of($"<p>As {name}, in every key.</p>")
            : Table(
                $"Nearest to {name}; these keys differ.",
                [Text("Key"), Text("This run"), Text(match.Presets.Count == 0 ? "Default" : "Preset"), Text("What it is")],
                Markup.Each(match.Differing, (key, _) => Markup.Of($"""
                    <tr><th scope="row">{key.Name}</th><td>{Value(key, story.Options)}</td><td>{Value(key, match.Options)}</td>
                    <td class="text">{About(key)}</td></tr>

                    """)));
        return Section("Config", Markup.Of($"""
            {differing}
            {Extensions(story)}
            <details><summary>All keys</summary>{Table(
                "All keys; what is not given follows from the others.",
                [Text("Key"), Text("This run"), Text("What it is")],
                Markup.Each(ConfigSchema.Keys, (key, _) => Markup.Of($"""
                    <tr><th scope="row">{key.Name}</th><td>{Value(key, story.Options)}</td><td class="text">{About(key)}</td></tr>

                    """)))}</details>
            """));
    }

    private static Markup Extensions(RunStory story) => Markup.Each(story.Record.Extensions ?? [], (extension, _) =>
        Markup.Of($"<p>After step {extension.Step:N0} it was given {extension.To} epochs in place of {extension.From}.</p>"));

    private static string About(PropertyInfo key) => ConfigSchema.Describe(key).Description;

    // Paths have no place to break but after their slashes.
    private static Markup Value(PropertyInfo key, TrainingOptions options) => key.GetValue(options) switch
    {
        null => Text("–"),
        string path => Name(path),
        var value => Text(Convert.ToString(value, CultureInfo.InvariantCulture)!),
    };
}
