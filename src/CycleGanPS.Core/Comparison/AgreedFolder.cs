namespace CycleGanPS.Core.Comparison;

/// <summary>The one folder that all runs of a comparison are measured by.</summary>
internal static class AgreedFolder
{
    /// <param name="runs">The runs.</param>
    /// <param name="folderOf">The folder that a run's config names.</param>
    /// <param name="key">The key that names it.</param>
    /// <param name="remedy">What helps where there is no such folder.</param>
    /// <exception cref="CycleGanException">The configs name none or different ones.</exception>
    public static string Of(IReadOnlyList<ComparedRun> runs, Func<ComparedRun, string?> folderOf, string key, Remedy remedy)
    {
        var folders = runs.GroupBy(run => folderOf(run) is { } folder ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) : null).ToList();
        if (folders.Find(group => group.Key is null) is { } without)
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"The config of the run {without.First().Folder.Name} names no {key}.",
                without.First().Folder.Path) { Remedy = remedy };
        }

        if (folders.Count > 1)
        {
            var which = string.Join("; ", folders.Select(group => $"{group.Key} ({string.Join(", ", group.Select(run => run.Folder.Name))})"));
            throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"The runs name different folders as {key}, and scores by different pictures would not compare: {which}.",
                folders[1].Key) { Remedy = remedy };
        }

        return folders[0].Key!;
    }
}
