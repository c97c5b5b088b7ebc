using System.Diagnostics;
using System.Globalization;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Metrics;

/// <summary>Measures the sliced Wasserstein distance between pictures in files.</summary>
internal sealed class SlicedWassersteinMeter
{
    // 128 patches of 147 numbers a level: 75 KB an image and level, so about 800 MB for two full sets at 256 pixels.
    public const int MostImages = 1024;

    private const int NumbersOfAnImage = PatchDescriptors.PatchesPerLevel * PatchDescriptors.Length;

    private readonly int _seed;
    private readonly CancellationToken _cancellation;

    /// <param name="seed">Where the random patches and directions come from; the same seed gives the same numbers.</param>
    public SlicedWassersteinMeter(int seed = 0, CancellationToken cancellation = default) => (_seed, _cancellation) = (seed, cancellation);

    /// <summary>Told what the user should know: pictures that were resized or left out, one sentence each.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Told of each picture that cannot be measured and is left out; without it the first one ends the measurement.</summary>
    public Action<CycleGanException>? Unreadable { get; init; }

    /// <summary>Told after each picture: done and of how many.</summary>
    public Action<int, int>? Progress { get; init; }

    /// <summary>One score a level, finest first, and their mean last.</summary>
    /// <param name="size">
    /// The side to measure at; by default the largest power of two that no picture falls short of. Pictures of another
    /// size are resized (bicubic, antialiased) and cut to the middle square.
    /// </param>
    /// <exception cref="CycleGanException">No picture of a side can be measured, or one cannot and nobody is told.</exception>
    public IReadOnlyList<SlicedWassersteinScore> Measure(IReadOnlyList<string> real, IReadOnlyList<string> fake, int? size = null)
    {
        var clock = Stopwatch.StartNew();
        (real, fake) = (Sample(real, "real"), Sample(fake, "fake"));
        if (size is < LaplacianPyramid.SmallestSide)
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"The sliced Wasserstein distance is measured at {LaplacianPyramid.SmallestSide} pixels a side or more, not {size}.",
                size);
        }

        var side = size ?? CommonSide(ref real, ref fake);
        if (!int.IsPow2(side))
        {
            throw new CycleGanException(FaultKind.InvalidArgument, $"The size {side} is no power of two; the pyramid halves it down to 16.", side);
        }

        var total = real.Count + fake.Count;
        var realSets = Descriptors(real, side, 0, total);
        var fakeSets = Descriptors(fake, side, real.Count, total);
        static int Count(float[][] sets) => sets[0].Length / NumbersOfAnImage;
        return Scores(realSets, fakeSets, side, Count(realSets), Count(fakeSets), clock);
    }

    private List<SlicedWassersteinScore> Scores(
        float[][] real, float[][] fake, int side, int realCount, int fakeCount, Stopwatch clock)
    {
        var distances = real.Select((set, level) => SlicedWasserstein.Distance(
            set, fake[level], new RandomSource(_seed, $"directions/{level}"), _cancellation)).ToArray();
        var seconds = clock.Elapsed.TotalSeconds;
        SlicedWassersteinScore Score(string level, double distance) => new()
        {
            Level = level, Swd = distance, RealCount = realCount, FakeCount = fakeCount, Size = side, Seconds = seconds,
        };
        return
        [
            .. LaplacianPyramid.Sides(side).Select((level, index) => Score(level.ToString(CultureInfo.InvariantCulture), distances[index])),
            Score("Mean", distances.Average()),
        ];
    }

    private IReadOnlyList<string> Sample(IReadOnlyList<string> files, string name)
    {
        if (files.Count <= MostImages)
        {
            return files;
        }

        Warn?.Invoke($"Of the {files.Count} {name} pictures {MostImages} are drawn at random; more hardly change the distance.");
        return [.. new RandomSource(_seed, "sample/" + name).Permutation(files.Count).Take(MostImages).Select(index => files[index])];
    }

    // Leaves out what cannot be measured.
    private int CommonSide(ref IReadOnlyList<string> real, ref IReadOnlyList<string> fake)
    {
        var (ofReal, ofFake) = (Identify(real), Identify(fake));
        (real, fake) = ([.. ofReal.Select(one => one.File)], [.. ofFake.Select(one => one.File)]);
        var all = ofReal.Concat(ofFake).Select(one => one.Identity).ToList();
        var side = 1 << (int)Math.Log2(all.Min(identity => Math.Min(identity.Width, identity.Height)));
        var resized = all.Count(identity => identity.Width != side || identity.Height != side);
        if (resized > 0)
        {
            Warn?.Invoke($"{resized} of {all.Count} pictures are not {side}×{side} and are resized and cut to it.");
        }

        return side;
    }

    private List<(string File, ImageIdentity Identity)> Identify(IReadOnlyList<string> files)
    {
        var read = ReadOrReport.Run(files, file => (file, LargeEnough(file, ImageFile.Identify(file))), Unreadable, _cancellation).ToList();
        return read.Count > 0 ? read : throw NoneOf(files);
    }

    private static ImageIdentity LargeEnough(string file, ImageIdentity identity) =>
        Math.Min(identity.Width, identity.Height) >= LaplacianPyramid.SmallestSide ? identity : throw new CycleGanException(
            FaultKind.InvalidArgument,
            $"'{file}' is {identity.Width}×{identity.Height} pixels; "
                + $"the sliced Wasserstein distance needs at least {LaplacianPyramid.SmallestSide} a side.",
            file);

    private static CycleGanException NoneOf(IReadOnlyList<string> files) => new(
        FaultKind.TooFewImages, $"No picture in {Path.GetDirectoryName(files[0])} can be measured.", Path.GetDirectoryName(files[0]));

    /// <summary>One array a level, of as many descriptors of 147 numbers as the pictures that can be read have patches.</summary>
    private float[][] Descriptors(IReadOnlyList<string> files, int side, int doneBefore, int total)
    {
        var sets = LaplacianPyramid.Sides(side).Select(_ => new float[NumbersOfAnImage * files.Count]).ToArray();
        var drawn = ReadOrReport.Run(
            files.Select((file, index) => (file, index)),
            item => ImageFile.Read(
                item.file,
                image => PatchDescriptors.Draw(Fit(image, side), new RandomSource(_seed, $"patches/{item.index}")),
                AlphaHandling.Drop),
            Unreadable,
            _cancellation);
        var image = 0;
        foreach (var levels in drawn)
        {
            for (var level = 0; level < sets.Length; level++)
            {
                levels[level].CopyTo(sets[level], NumbersOfAnImage * image);
            }

            image++;
            Progress?.Invoke(doneBefore + image, total);
        }

        return image == files.Count ? sets : image > 0 ? Array.ConvertAll(sets, set => set[..(NumbersOfAnImage * image)]) : throw NoneOf(files);
    }

    /// <summary>The shorter side resized to the size, then the middle square.</summary>
    internal static RgbImage Fit(RgbImage image, int side)
    {
        if (image.Width == side && image.Height == side)
        {
            return image;
        }

        var shorter = Math.Min(image.Width, image.Height);
        var (width, height) = (
            Math.Max(side, (int)Math.Round((double)image.Width * side / shorter)),
            Math.Max(side, (int)Math.Round((double)image.Height * side / shorter)));
        var resized = PillowResampler.Resize(image, width, height, Resampling.Bicubic);
        var square = new RgbImage(side, side);
        var (left, top) = ((width - side) / 2, (height - side) / 2);
        for (var y = 0; y < side; y++)
        {
            resized.Pixels.AsSpan(3 * ((top + y) * width + left), 3 * side).CopyTo(square.Pixels.AsSpan(3 * y * side));
        }

        return square;
    }
}
