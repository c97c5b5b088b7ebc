using CycleGanPS.Core.Images;
using CycleGanPS.Core.Metrics.Algebra;
using CycleGanPS.Core.Threading;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// Runs pictures through the Inception network: decoded ahead on worker threads, batched by size, whatever their
/// order. Several batches run side by side. What waits has the network's size already, so memory is bounded by a few batches, whatever the pictures' sizes.
/// </summary>
internal sealed class FeatureExtractor(InceptionV3 network, FeatureResize resize, int batchSize = FeatureExtractor.DefaultBatchSize)
{
    /// <summary>More gains nothing on a CPU, and takes memory: 100 MB for two pictures of each batch that runs, 300 for eight.</summary>
    public const int DefaultBatchSize = 2;

    // Pictures of one size go together: by it a set always came into the same batches, whose sums differ in the last bits from those
    // of others. Sizes that differ all over would else keep one picture waiting for each size.
    private const int MostBatchesWaiting = 4;

    /// <summary>Told of each file that cannot be read; without it the first one ends the extraction.</summary>
    public Action<CycleGanException>? Unreadable { get; init; }

    /// <summary>Features batch by batch, with the places of their pictures in the list.</summary>
    /// <exception cref="CycleGanException">A picture cannot be read, and nobody is told.</exception>
    public IEnumerable<(IReadOnlyList<int> Places, Matrix Features)> Extract(IReadOnlyList<string> files, CancellationToken cancellation = default) =>
        OrderedPrefetch.Run(
            Batches(files, cancellation), batch => Run(batch, cancellation), InceptionV3.Running, cancellation, InceptionV3.Running, lastingThreads: true);

    private IEnumerable<List<Sample>> Batches(IReadOnlyList<string> files, CancellationToken cancellation)
    {
        var waiting = new Dictionary<(int Width, int Height), List<Sample>>();
        var samples = OrderedPrefetch.Run(
            files.Select((file, place) => (file, place)),
            item => Decode(item.file, item.place),
            2 * batchSize,
            cancellation,
            Math.Min(Environment.ProcessorCount, 2 * batchSize),
            lastingThreads: true);
        var count = 0;
        foreach (var sample in samples)
        {
            if (sample.Fault is not null)
            {
                (Unreadable ?? throw sample.Fault).Invoke(sample.Fault);
                continue;
            }

            var size = (sample.Width, sample.Height);
            if (!waiting.TryGetValue(size, out var batch))
            {
                waiting[size] = batch = [];
            }

            batch.Add(sample);
            count++;
            if (batch.Count < batchSize && count < MostBatchesWaiting * batchSize)
            {
                continue;
            }

            var fullest = batch.Count == batchSize ? size : waiting.MaxBy(pair => pair.Value.Count).Key;
            waiting.Remove(fullest, out batch);
            count -= batch!.Count;
            yield return batch;
        }

        foreach (var batch in waiting.Values)
        {
            yield return batch;
        }
    }

    private (IReadOnlyList<int> Places, Matrix Features) Run(List<Sample> batch, CancellationToken cancellation) => (
        [.. batch.Select(sample => sample.Place)],
        network.Features([.. batch.Select(sample => sample.Planes)], cancellation));

    private Sample Decode(string file, int place)
    {
        try
        {
            // As pytorch-fid opens them: transparency dropped, and rotated photos left as they are stored.
            return ImageFile.Read(
                file,
                image => resize == FeatureResize.Clean
                    ? new Sample(place, InceptionV3.Side, InceptionV3.Side, InceptionInput.Of(image, resize), null)
                    : new Sample(place, image.Width, image.Height, InceptionInput.Of(image, resize), null),
                AlphaHandling.Drop,
                applyOrientation: false);
        }
        catch (CycleGanException fault)
        {
            return new Sample(place, 0, 0, [], fault);
        }
    }

    private sealed record Sample(int Place, int Width, int Height, float[] Planes, CycleGanException? Fault);
}
