using CycleGanPS.Core.Data;

namespace CycleGanPS.Core.Comparison;

/// <summary>The two folders of test pictures that all runs of a comparison are measured on.</summary>
/// <param name="From">The pictures to translate.</param>
/// <param name="To">The real pictures of the other domain.</param>
internal sealed record TestPictures(string FromFolder, IReadOnlyList<string> From, string ToFolder, IReadOnlyList<string> To)
{
    /// <summary>The folders given, or else those that all runs' configs agree on.</summary>
    /// <exception cref="CycleGanException">The configs name none or different ones, or a folder has fewer than two pictures.</exception>
    public static TestPictures Find(IReadOnlyList<ComparedRun> runs, ComparisonOptions options)
    {
        var testA = options.TestA ?? Agreed(runs, run => run.Options.TestA, "TestA");
        var testB = options.TestB ?? Agreed(runs, run => run.Options.TestB, "TestB");
        var (from, to) = options.Direction == TranslationDirection.AB ? (testA, testB) : (testB, testA);
        return new TestPictures(from, List(from), to, List(to));
    }

    /// <summary>For each picture to translate the true result, the picture of the same name but for the extension.</summary>
    /// <exception cref="CycleGanException">A picture has none.</exception>
    public IReadOnlyList<string> Truths() => [.. PairedPictures.Match(From, To).Select(pair => pair.Partner ?? throw new CycleGanException(
        FaultKind.InvalidArgument, $"'{pair.Picture}' has no picture of the same name in {ToFolder}.", pair.Picture) { Remedy = Remedy.LeaveOutPaired })];

    private static string Agreed(IReadOnlyList<ComparedRun> runs, Func<ComparedRun, string?> folderOf, string parameter)
    {
        var folders = runs.GroupBy(run => folderOf(run) is { } folder ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) : null).ToList();
        if (folders.Find(group => group.Key is null) is { } without)
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"The config of the run {without.First().Folder.Name} names no {parameter}.",
                without.First().Folder.Path) { Remedy = Remedy.NameTestFolders };
        }

        if (folders.Count > 1)
        {
            var which = string.Join("; ", folders.Select(group => $"{group.Key} ({string.Join(", ", group.Select(run => run.Folder.Name))})"));
            throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"The runs name different test pictures, whose scores would not compare: {which}.",
                folders[1].Key) { Remedy = Remedy.NameTestFolders };
        }

        return folders[0].Key!;
    }

    private static IReadOnlyList<string> List(string folder)
    {
        var images = ImageFolder.List(folder);
        return images.Count >= 2 ? images : throw new CycleGanException(
            FaultKind.TooFewImages, $"A comparison needs at least two test pictures on each side; {folder} has {images.Count}.", folder);
    }
}
