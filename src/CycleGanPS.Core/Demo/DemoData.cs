using System.Diagnostics;
using System.Runtime.ExceptionServices;
using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Demo;

/// <summary>
/// A data set for trying things out: drawn faces in two styles. Domain A looks like photos (soft, shaded),
/// domain B like anime (flat, outlined). The training sets hold different faces, as CycleGAN assumes; the test sets
/// hold the same faces under the same names, so that a translation can be compared with the truth.
/// </summary>
internal static class DemoData
{
    public const int SmallestSize = 16;
    public const int LargestSize = 1024;

    private static readonly string[] Folders = ["trainA", "trainB", "testA", "testB"];

    /// <summary>Draws the four folders; the same seed gives the same pictures, however many there are.</summary>
    /// <param name="path">The data root, made if it is not there.</param>
    /// <param name="count">Training pictures in each domain.</param>
    /// <param name="testCount">Test pairs.</param>
    /// <param name="size">Side in pixels, 16 to 1024.</param>
    /// <param name="seed">Which faces.</param>
    /// <param name="replace">Whether demo pictures that are there already are replaced, rather than refused.</param>
    /// <param name="progress">Told the number of pictures done, from any thread.</param>
    /// <exception cref="CycleGanException">The folder is not empty and not to be replaced, or a number is out of range.</exception>
    public static DemoDataSummary Write(
        string path, int count, int testCount, int size, int seed, bool replace = false, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        var watch = Stopwatch.StartNew();
        Check(count, testCount, size);
        EnsureFree(path, replace);
        foreach (var folder in Folders)
        {
            Prepare(Path.Combine(path, folder), isWanted: testCount > 0 || folder.StartsWith("train", StringComparison.Ordinal));
        }

        var jobs = Enumerable.Range(0, count).SelectMany(index => new[] { (Domain: 'A', Index: index), (Domain: 'B', Index: index) })
            .Concat(Enumerable.Range(0, testCount).Select(index => (Domain: 'T', Index: index)));
        var done = 0;
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        void Draw((char Domain, int Index) job)
        {
            var face = DemoFace.Draw(new Random(SeedOf(seed, job.Domain, job.Index)));
            if (job.Domain is 'A' or 'T')
            {
                Save(Photo(face, size), path, job.Domain == 'T' ? "testA" : "trainA", job.Index);
            }

            if (job.Domain is 'B' or 'T')
            {
                Save(Drawing(face, size), path, job.Domain == 'T' ? "testB" : "trainB", job.Index);
            }

            progress?.Invoke(Interlocked.Add(ref done, job.Domain == 'T' ? 2 : 1));
        }

        try
        {
            Parallel.ForEach(jobs, options, Draw);
        }
        catch (AggregateException faults)
        {
            // A full disk fails on all threads at once; once is enough to say so.
            ExceptionDispatchInfo.Throw(faults.InnerExceptions[0]);
        }

        return new DemoDataSummary
        {
            Path = path, TrainImages = count, TestPairs = testCount, Size = size, Seed = seed, Seconds = watch.Elapsed.TotalSeconds,
        };
    }

    /// <summary>Refuses a folder with anything in it, unless what is there may be replaced.</summary>
    /// <exception cref="CycleGanException">The folder is not empty, or a file.</exception>
    public static void EnsureFree(string path, bool replace)
    {
        if (File.Exists(path))
        {
            throw new CycleGanException(FaultKind.OutputExists, $"'{path}' is a file; a folder is needed.", path);
        }

        if (!replace && Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new CycleGanException(
                FaultKind.OutputExists, $"The folder '{path}' is not empty.", path) { Remedy = Remedy.ReplaceDemoData };
        }
    }

    internal static RgbImage Photo(DemoFace face, int size) => DemoPhotoPainter.Paint(face, size, Supersampling(size));

    internal static RgbImage Drawing(DemoFace face, int size) => DemoDrawingPainter.Paint(face, size, Supersampling(size));

    // Drawn at 192 pixels at least, and twice the size, so that thin lines are whole and smooth.
    private static int Supersampling(int size) => Math.Max((int)Math.Ceiling(192.0 / size), 2);

    private static void Check(int count, int testCount, int size)
    {
        if (size is < SmallestSize or > LargestSize)
        {
            throw new CycleGanException(FaultKind.InvalidArgument, $"The size {size} is not between {SmallestSize} and {LargestSize} pixels.", size);
        }

        if (count < 1 || testCount < 0)
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument, $"{count} training and {testCount} test pictures were asked for; at least 1 and 0 are needed.", count);
        }
    }

    // Only what a run before has made is removed: a user's own pictures have other names. A folder that nothing comes into would be one without
    // a picture to those who read the data.
    private static void Prepare(string folder, bool isWanted)
    {
        if (isWanted)
        {
            Directory.CreateDirectory(folder);
        }
        else if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "face-*.png"))
        {
            File.Delete(file);
        }

        if (!isWanted && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    private static void Save(RgbImage image, string path, string folder, int index) =>
        ImageFile.Write(image, Path.Combine(path, folder, $"face-{index + 1:0000}.png"), ImageFormat.Png);

    // Neighbouring seeds of System.Random begin alike, so seed, domain and number are stirred well (SplitMix64).
    private static int SeedOf(int seed, char domain, int index)
    {
        var state = ((ulong)(uint)seed << 32) + ((ulong)domain << 24) + (ulong)index;
        state += 0x9E3779B97F4A7C15;
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
        return (int)((state ^ (state >> 31)) & int.MaxValue);
    }
}
