using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Comparison;

/// <summary>The two folders of test pictures that all runs of a comparison are measured on.</summary>
/// <param name="From">The pictures to translate.</param>
/// <param name="To">The real pictures of the other domain.</param>
internal sealed record TestPictures(string FromFolder, IReadOnlyList<string> From, string ToFolder, IReadOnlyList<string> To)
{
    /// <summary>The folders given, or else those that all runs' configs agree on.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="tell">Told of files that are left out, a sentence a folder.</param>
    /// <exception cref="CycleGanException">The configs name none or different ones, or a folder has no picture.</exception>
    public static TestPictures Find(IReadOnlyList<ComparedRun> runs, ComparisonOptions options, Action<string>? tell = null)
    {
        var testA = options.TestA ?? AgreedFolder.Of(runs, run => run.Options.TestA, "TestA", Remedy.NameTestFolders);
        var testB = options.TestB ?? AgreedFolder.Of(runs, run => run.Options.TestB, "TestB", Remedy.NameTestFolders);
        var (from, to) = options.Direction == TranslationDirection.AB ? (testA, testB) : (testB, testA);
        return new TestPictures(from, ImageFolder.List(from, tell: tell), to, ImageFolder.List(to, tell: tell));
    }

    /// <summary>For each picture to translate the true result, the picture of the same name but for the extension.</summary>
    /// <exception cref="CycleGanException">A picture has none.</exception>
    public IReadOnlyList<string> Truths() => [.. PairedPictures.Match(From, To).Select(pair => pair.Partner ?? throw new CycleGanException(
        FaultKind.InvalidArgument, $"'{pair.Picture}' has no picture of the same name in {ToFolder}.", pair.Picture) { Remedy = Remedy.LeaveOutPaired })];

    /// <summary>Those that can be read, and their truths where there are any: of a pair both or neither.</summary>
    /// <param name="truths">What <see cref="Truths"/> gives, or null.</param>
    /// <param name="report">Told of each that cannot be read; null ends with the first.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CycleGanException">Fewer than two are left on a side.</exception>
    public (TestPictures Pictures, IReadOnlyList<string>? Truths) Readable(
        IReadOnlyList<string>? truths, Action<CycleGanException>? report, CancellationToken cancellation)
    {
        static string Read(string path)
        {
            _ = ImageFile.Read(path);
            return path;
        }

        var readable = ReadOrReport.Run(From.Concat(To).Distinct(), Read, report, cancellation).ToHashSet();
        var places = Enumerable.Range(0, From.Count)
            .Where(place => readable.Contains(From[place]) && (truths is null || readable.Contains(truths[place]))).ToList();
        return Left(places, [.. To.Where(readable.Contains)], truths);
    }

    /// <summary>Those at the given places among the pictures to translate, with their truths where there are any.</summary>
    /// <exception cref="CycleGanException">Fewer than two are left.</exception>
    public (TestPictures Pictures, IReadOnlyList<string>? Truths) At(IReadOnlyList<int> places, IReadOnlyList<string>? truths) =>
        Left(places, To, truths);

    private (TestPictures Pictures, IReadOnlyList<string>? Truths) Left(
        IReadOnlyList<int> places, IReadOnlyList<string> to, IReadOnlyList<string>? truths)
    {
        var left = this with { From = [.. places.Select(place => From[place])], To = to };
        foreach (var (folder, images) in new[] { (FromFolder, left.From), (ToFolder, left.To) })
        {
            if (images.Count < 2)
            {
                throw new CycleGanException(
                    FaultKind.TooFewImages,
                    $"A comparison needs at least two test pictures on each side that can be read and translated; {folder} has {images.Count}.",
                    folder);
            }
        }

        return (left, truths is null ? null : [.. places.Select(place => truths[place])]);
    }
}
