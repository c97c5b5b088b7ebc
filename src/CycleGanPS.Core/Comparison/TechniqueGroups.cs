using System.Globalization;
using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Comparison;

/// <summary>Runs that differ by their seed only belong together as one technique; the last one is to do nothing.</summary>
internal sealed class TechniqueGroups
{
    /// <summary>What it is called to leave the pictures as they are.</summary>
    public const string NoTranslation = "No translation";

    private readonly List<string> _names = [];

    private TechniqueGroups(List<List<int>> members) => Members = members;

    /// <summary>The runs of each technique, by their places; the first run's technique first, and last the place after all runs: no translation.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Members { get; }

    /// <summary>The technique of a run.</summary>
    public string Name(int run) => _names[Members.TakeWhile(members => !members.Contains(run)).Count()];

    public static TechniqueGroups Of(IReadOnlyList<ComparedRun> runs)
    {
        var members = new List<List<int>>();
        for (var index = 0; index < runs.Count; index++)
        {
            var run = runs[index];
            var group = members.Find(others => runs[others[0]] is var other && run.Differences(other).Count == 0 && run.SharesData(other));
            if (group is null)
            {
                members.Add(group = []);
            }

            group.Add(index);
        }

        var groups = new TechniqueGroups(members);
        groups._names.AddRange(members.Select(group => Label(runs[group[0]], members.Select(other => runs[other[0]]))));
        members.Add([runs.Count]);
        groups._names.Add(NoTranslation);
        return groups;
    }

    // Two techniques of one name are told apart by the keys that they differ in.
    private static string Label(ComparedRun run, IEnumerable<ComparedRun> all)
    {
        var name = Technique.Name(run.Options);
        var namesakes = all.Where(other => other != run && Technique.Name(other.Options) == name).ToList();
        var parts = namesakes.SelectMany(run.Differences).Distinct()
            .Select(key => string.Create(CultureInfo.InvariantCulture, $"{key} {ConfigSchema.Find(key)!.GetValue(run.Options) ?? "default"}")).ToList();
        if (namesakes.Exists(other => !run.SharesData(other)))
        {
            parts.Add($"data {run.Record.DataFingerprint[..Math.Min(8, run.Record.DataFingerprint.Length)]}");
        }

        return parts.Count == 0 ? name : $"{name} ({string.Join(", ", parts)})";
    }
}
