using System.Collections.Concurrent;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Metrics.Algebra;
using CycleGanPS.Core.Threading;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// Runs pictures through the Inception network: decoded ahead on worker threads, several batches side by side. What waits has the network's
/// size already, so memory is bounded by a few batches, whatever the pictures' sizes.
/// </summary>
internal sealed class FeatureExtractor(InceptionV3 network, FeatureResize resize, int batchSize = FeatureExtractor.DefaultBatchSize)
{
    /// <summary>More gain little on a CPU, and each takes 15 MB for every batch that runs.</summary>
    public const int DefaultBatchSize = 2;

    // A megabyte for each picture, which a later one takes over.
    private readonly ConcurrentBag<float[]> _free = [];

    /// <summary>Told of each file that cannot be read; without it the first one ends the extraction.</summary>
    public Action<CycleGanException>? Unreadable { get; init; }

    /// <summary>Features batch by batch, with the places of their pictures in the list.</summary>
    /// <exception cref="CycleGanException">A picture cannot be read, and nobody is told.</exception>
    public IEnumerable<(IReadOnlyList<int> Places, Matrix Features)> Extract(IReadOnlyList<string> files, CancellationToken cancellation = default) =>
        OrderedPrefetch.Run(
            Samples(files, cancellation).Chunk(batchSize),
            batch => Run(batch, cancellation),
            InceptionV3.Running,
            cancellation,
            InceptionV3.Running,
            lastingThreads: true);

    private IEnumerable<Sample> Samples(IReadOnlyList<string> files, CancellationToken cancellation)
    {
        var samples = OrderedPrefetch.Run(
            files.Select((file, place) => (file, place)),
            item => Decode(item.file, item.place),
            2 * batchSize,
            cancellation,
            Math.Min(Environment.ProcessorCount, 2 * batchSize),
            lastingThreads: true);
        foreach (var sample in samples)
        {
            if (sample.Fault is null)
            {
                yield return sample;
            }
            else
            {
                (Unreadable ?? throw sample.Fault).Invoke(sample.Fault);
            }
        }
    }

    private (IReadOnlyList<int> Places, Matrix Features) Run(Sample[] batch, CancellationToken cancellation)
    {
        var features = network.Features([.. batch.Select(sample => sample.Planes)], cancellation);
        foreach (var sample in batch)
        {
            _free.Add(sample.Planes);
        }

        return ([.. batch.Select(sample => sample.Place)], features);
    }

    private Sample Decode(string file, int place)
    {
        try
        {
            // As pytorch-fid opens them: transparency dropped, and rotated photos left as they are stored.
            return ImageFile.Read(file, image => new Sample(place, Planes(image), null), AlphaHandling.Drop, applyOrientation: false);
        }
        catch (CycleGanException fault)
        {
            return new Sample(place, [], fault);
        }
    }

    private float[] Planes(RgbImage image)
    {
        if (!_free.TryTake(out var planes))
        {
            planes = new float[InceptionV3.PictureLength];
        }

        InceptionInput.Write(image, resize, planes);
        return planes;
    }

    private sealed record Sample(int Place, float[] Planes, CycleGanException? Fault);
}
