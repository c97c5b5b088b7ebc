using System.Runtime.InteropServices;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Threading;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// Runs pictures through the Inception network: decoded ahead on worker threads, batched by size, whatever their
/// order. Several batches run side by side, each on one core, which loses less to waiting than one batch on all of
/// them. What waits has the network's size already, so memory is bounded by a few batches, whatever the pictures' sizes.
/// </summary>
internal sealed class FeatureExtractor(InceptionV3 network, FeatureResize resize, int batchSize = FeatureExtractor.DefaultBatchSize)
{
    /// <summary>On a CPU more gains nothing and less loses; measured by bench/run.ps1.</summary>
    public const int DefaultBatchSize = 8;

    // Pictures of one size go together: by it a set always came into the same batches, whose sums differ in the last bits from those
    // of others. Sizes that differ all over would else keep one picture waiting for each size.
    private const int MostBatchesWaiting = 4;

    // About 200 MB each.
    private const int MostBatchesRunning = 8;

    private static readonly float[] UnitRange = [.. Enumerable.Range(0, 256).Select(value => value / 255f)];

    /// <summary>Told of each file that cannot be read; without it the first one ends the extraction.</summary>
    public Action<CycleGanException>? Unreadable { get; init; }

    /// <summary>Features batch by batch, with the places of their pictures in the list; the caller disposes them.</summary>
    /// <exception cref="CycleGanException">A picture cannot be read, and nobody is told.</exception>
    public IEnumerable<(IReadOnlyList<int> Places, Tensor Features)> Extract(IReadOnlyList<string> files, CancellationToken cancellation = default)
    {
        var threads = get_num_threads();
        var running = Math.Min(threads, MostBatchesRunning);
        try
        {
            var results = OrderedPrefetch.Run(
                Batches(files, cancellation), batch => Run(batch, threads / running, cancellation), running, cancellation, lastingThreads: true);
            foreach (var result in results)
            {
                yield return result;
            }
        }
        finally
        {
            // The count that new threads begin with, which the batches' threads have changed.
            set_num_threads(threads);
        }
    }

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

    private (IReadOnlyList<int> Places, Tensor Features) Run(List<Sample> batch, int threads, CancellationToken cancellation)
    {
        set_num_threads(threads);
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        var images = empty(batch.Count, 3, InceptionV3.Side, InceptionV3.Side);
        var target = MemoryMarshal.Cast<byte, float>(images.bytes);
        foreach (var sample in batch)
        {
            sample.Planes.CopyTo(target);
            target = target[sample.Planes.Length..];
        }

        var features = resize == FeatureResize.Clean ? network.FeaturesOfNormalized(images, cancellation) : network.Features(images, cancellation);
        return ([.. batch.Select(sample => sample.Place)], features.DetachFromDisposeScope());
    }

    private Sample Decode(string file, int place)
    {
        try
        {
            // As pytorch-fid opens them: transparency dropped, and rotated photos left as they are stored.
            return ImageFile.Read(
                file,
                image => resize == FeatureResize.Clean
                    ? new Sample(place, InceptionV3.Side, InceptionV3.Side, CleanPlanes(image), null)
                    : new Sample(place, image.Width, image.Height, ResizedPlanes(image), null),
                AlphaHandling.Drop,
                applyOrientation: false);
        }
        catch (CycleGanException fault)
        {
            return new Sample(place, 0, 0, [], fault);
        }
    }

    /// <summary>As pytorch-fid: in [0, 1], bilinear.</summary>
    private static float[] ResizedPlanes(RgbImage image)
    {
        // One thread sums every row alike, whatever the pictures beside it; several would share out the rows, and round otherwise at the seams.
        set_num_threads(1);
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        // Not by way of an array, which would be left to the collector: of a large photo it is hundreds of megabytes.
        var planes = empty(1, 3, image.Height, image.Width);
        ImageTensor.WritePlanes(image, MemoryMarshal.Cast<byte, float>(planes.bytes), UnitRange);
        return InceptionV3.Resize(planes).data<float>().ToArray();
    }

    /// <summary>As clean-fid: each channel bicubic in float, clamped to bytes' range, then (x − 128) / 128.</summary>
    private static float[] CleanPlanes(RgbImage image)
    {
        var resized = PillowResampler.ResizeFloat(image, InceptionV3.Side, InceptionV3.Side, Resampling.Bicubic);
        const int Plane = InceptionV3.Side * InceptionV3.Side;
        var planes = new float[3 * Plane];
        for (var index = 0; index < Plane; index++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                planes[channel * Plane + index] = (Math.Clamp(resized[3 * index + channel], 0, 255) - 128) / 128;
            }
        }

        return planes;
    }

    private sealed record Sample(int Place, int Width, int Height, float[] Planes, CycleGanException? Fault);
}
