using CycleGanPS.Core.Data;

namespace CycleGanPS.Core.Comparison;

/// <summary>Training images of both domains, among which the nearest tell where a translation belongs: as many of one as of the other.</summary>
/// <param name="From">Of the domain that is translated.</param>
/// <param name="To">Of the other domain.</param>
internal sealed record TrainingPictures(IReadOnlyList<string> From, IReadOnlyList<string> To)
{
    /// <summary>Most that are taken of a domain: their features cost as much as those of so many translations, and more hardly move a vote.</summary>
    public const int Most = 1000;

    /// <summary>Fewest of a domain, since the second nearest decides.</summary>
    public const int Fewest = 2;

    /// <summary>That there are too few of a domain to tell where a picture belongs.</summary>
    public static CycleGanException TooFew(string folder, int count) => new(
        FaultKind.TooFewImages, $"Two training images of either domain are needed at least; '{folder}' has {count} that can be read.", folder);

    /// <summary>Images of the folders given, or else of those that all runs' configs agree on.</summary>
    /// <exception cref="CycleGanException">The configs name different ones, or a folder is missing or has too few pictures.</exception>
    public static TrainingPictures Find(IReadOnlyList<ComparedRun> runs, ComparisonOptions options)
    {
        var trainA = options.TrainA ?? AgreedFolder.Of(runs, run => run.Options.TrainA, "TrainA", Remedy.NameTrainingFolders);
        var trainB = options.TrainB ?? AgreedFolder.Of(runs, run => run.Options.TrainB, "TrainB", Remedy.NameTrainingFolders);
        var (from, to) = options.Direction == TranslationDirection.AB ? (trainA, trainB) : (trainB, trainA);
        var (fromPictures, toPictures) = (List(from), List(to));
        var count = Math.Min(Most, Math.Min(fromPictures.Count, toPictures.Count));
        return new TrainingPictures(Spread(fromPictures, count), Spread(toPictures, count));
    }

    /// <summary>So many pictures, evenly spread over a list.</summary>
    public static IReadOnlyList<string> Spread(IReadOnlyList<string> pictures, int count) =>
        [.. EvenSpread.Places(pictures.Count, count).Select(place => pictures[place])];

    private static IReadOnlyList<string> List(string folder)
    {
        try
        {
            var pictures = ImageFolder.List(folder);
            return pictures.Count >= Fewest ? pictures : throw TooFew(folder, pictures.Count);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CycleGanException(FaultKind.PathNotFound, $"The folder '{folder}' cannot be read: {fault.Message}", folder, fault);
        }
    }
}
