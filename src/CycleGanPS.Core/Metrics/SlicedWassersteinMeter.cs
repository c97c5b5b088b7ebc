using System.Diagnostics;
using System.Globalization;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Threading;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Metrics;

/// <summary>Measures the sliced Wasserstein distance between pictures in files.</summary>
internal sealed class SlicedWassersteinMeter
{
    // 128 patches of 147 numbers a level: 75 KB an image and level, so about 800 MB for two full sets at 256 pixels.
    public const int MostImages = 1024;

    private readonly int _seed;
    private readonly CancellationToken _cancellation;

    /// <param name="seed">Where the random patches and directions come from; the same seed gives the same numbers.</param>
    public SlicedWassersteinMeter(int seed = 0, CancellationToken cancellation = default) => (_seed, _cancellation) = (seed, cancellation);

    /// <summary>Told what the user should know: pictures that were resized or left out, one sentence each.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Told after each picture: done and of how many.</summary>
    public Action<int, int>? Progress { get; init; }

    /// <summary>One score a level, finest first, and their mean last.</summary>
    /// <param name="size">
    /// The side to measure at; by default the largest power of two that no picture falls short of. Pictures of another
    /// size are resized (bicubic, antialiased) and cut to the middle square.
    /// </param>
    /// <exception cref="CycleGanException">A picture cannot be read, or is smaller than 16 pixels.</exception>
    public IReadOnlyList<SlicedWassersteinScore> Measure(IReadOnlyList<string> real, IReadOnlyList<string> fake, int? size = null)
    {
        NativeLibraries.EnsureLoadable();
        var clock = Stopwatch.StartNew();
        (real, fake) = (Sample(real, "real"), Sample(fake, "fake"));
        var side = size ?? CommonSide(real.Concat(fake));
        if (side < LaplacianPyramid.SmallestSide)
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"The sliced Wasserstein distance needs pictures of at least {LaplacianPyramid.SmallestSide} pixels a side, not {side}.",
                side);
        }

        if (!int.IsPow2(side))
        {
            throw new CycleGanException(FaultKind.InvalidArgument, $"The size {side} is no power of two; the pyramid halves it down to 16.", side);
        }

        var total = real.Count + fake.Count;
        var realSets = Descriptors(real, side, 0, total);
        var fakeSets = Descriptors(fake, side, real.Count, total);
        try
        {
            return [.. Scores(realSets, fakeSets, side, real.Count, fake.Count, clock)];
        }
        finally
        {
            Array.ForEach([.. realSets, .. fakeSets], set => set.Dispose());
        }
    }

    private List<SlicedWassersteinScore> Scores(
        Tensor[] real, Tensor[] fake, int side, int realCount, int fakeCount, Stopwatch clock)
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

    private int CommonSide(IEnumerable<string> files)
    {
        var identities = OrderedPrefetch.Run(files, ImageFile.Identify, 64, _cancellation).ToList();
        var smallest = identities.Min(identity => Math.Min(identity.Width, identity.Height));
        var side = 1 << (int)Math.Log2(smallest);
        var resized = identities.Count(identity => identity.Width != side || identity.Height != side);
        if (resized > 0)
        {
            Warn?.Invoke($"{resized} of {identities.Count} pictures are not {side}×{side} and are resized and cut to it.");
        }

        return side;
    }

    /// <summary>One N×147 tensor a level.</summary>
    private Tensor[] Descriptors(IReadOnlyList<string> files, int side, int doneBefore, int total)
    {
        var patches = (long)PatchDescriptors.PatchesPerLevel * files.Count;
        var sets = LaplacianPyramid.Sides(side).Select(_ => empty(patches, PatchDescriptors.Length)).ToArray();
        try
        {
            var workers = Environment.ProcessorCount;
            var drawn = OrderedPrefetch.Run(
                files.Select((file, index) => (file, index)),
                item => ImageFile.Read(
                    item.file,
                    image => PatchDescriptors.Draw(Fit(image, side), new RandomSource(_seed, $"patches/{item.index}")),
                    AlphaHandling.Drop),
                2 * workers,
                _cancellation);
            var image = 0;
            foreach (var levels in drawn)
            {
                for (var level = 0; level < sets.Length; level++)
                {
                    using var rows = sets[level].narrow(0, (long)image * PatchDescriptors.PatchesPerLevel, PatchDescriptors.PatchesPerLevel);
                    using var values = tensor(levels[level], rows.shape);
                    rows.copy_(values).Dispose();
                }

                image++;
                Progress?.Invoke(doneBefore + image, total);
            }

            return sets;
        }
        catch
        {
            Array.ForEach(sets, set => set.Dispose());
            throw;
        }
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
