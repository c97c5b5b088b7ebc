using System.Globalization;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Reports;

/// <summary>The sample sheets of a run for its page: of many a few, evenly spread, the first and the last among them.</summary>
internal sealed class SampleFrames
{
    private const int MostReferred = 120;
    private const int MostEmbedded = 60;

    // From large and good to small and poor; a sheet of five columns is readable in all.
    private static readonly (int Side, int Quality)[] Sizes = [(1400, 88), (1000, 85), (800, 80), (640, 75), (480, 70), (320, 60)];

    private SampleFrames(IReadOnlyList<SampleFrame> shown, int all, (int Width, int Height) size) => (Shown, All, Size) = (shown, all, size);

    /// <summary>Those that the page has, the oldest first.</summary>
    public IReadOnlyList<SampleFrame> Shown { get; }

    /// <summary>How many there are in the run's folder.</summary>
    public int All { get; }

    /// <summary>Width and height of the newest, by which the page keeps room; 1 by 1 where there is none.</summary>
    public (int Width, int Height) Size { get; }

    /// <summary>The sheets by their paths, for a page in the run's folder.</summary>
    public static SampleFrames Refer(RunFolder run)
    {
        var files = Find(run);
        var shown = Chart.Thin(files, MostReferred);
        var folder = Path.GetFileName(run.Samples);
        return new([.. shown.Select(file => new SampleFrame(file.Step, $"{folder}/{Path.GetFileName(file.Path)}"))], files.Count, SizeOf(shown));
    }

    /// <summary>The sheets themselves, as text within the page. One that cannot be read is left out.</summary>
    /// <param name="run">The run.</param>
    /// <param name="bytes">What they may take together, in bytes of the page.</param>
    public static SampleFrames Embed(RunFolder run, long bytes)
    {
        var files = Find(run);
        for (var most = MostEmbedded; ; most = Math.Max(most / 2, 2))
        {
            var shown = Chart.Thin(files, most);
            foreach (var size in Sizes.SkipWhile(size => most > 2 && Guess(shown, size) > bytes))
            {
                var frames = shown.Select(file => Embed(file, size)).OfType<SampleFrame>().ToList();
                if (frames.Sum(frame => (long)frame.Source.Length) <= bytes || (most == 2 && size == Sizes[^1]))
                {
                    return new(frames, files.Count, SizeOf(shown));
                }
            }
        }
    }

    private static IReadOnlyList<(long Step, string Path)> Find(RunFolder run) => !Directory.Exists(run.Samples) ? [] :
    [
        .. Directory.EnumerateFiles(run.Samples, "*.png")
            .Select(path => (Step: StepOf(path), Path: path))
            .Where(file => file.Step is not null).Select(file => (file.Step!.Value, file.Path)).Order(),
    ];

    private static long? StepOf(string path) =>
        long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : null;

    // What all would take, by the first, the middle one and the last.
    private static long Guess(IReadOnlyList<(long Step, string Path)> files, (int Side, int Quality) size) =>
        (long)(files.Count * Chart.Thin(files, 3).Select(file => (double)(Embed(file, size)?.Source.Length ?? 0)).DefaultIfEmpty(0).Average());

    private static SampleFrame? Embed((long Step, string Path) file, (int Side, int Quality) size)
    {
        try
        {
            var bytes = ImageFile.Read(file.Path, image => ImageFile.Encode(EmbeddedPicture.Shrunk(image, size.Side), ImageFormat.Jpeg, size.Quality));
            return new SampleFrame(file.Step, EmbeddedPicture.Address(bytes));
        }
        catch (CycleGanException)
        {
            return null;
        }
    }

    private static (int Width, int Height) SizeOf(IReadOnlyList<(long Step, string Path)> files)
    {
        try
        {
            return files.Count > 0 && ImageFile.Identify(files[^1].Path) is { } sheet ? (sheet.Width, sheet.Height) : (1, 1);
        }
        catch (CycleGanException)
        {
            return (1, 1);
        }
    }
}
