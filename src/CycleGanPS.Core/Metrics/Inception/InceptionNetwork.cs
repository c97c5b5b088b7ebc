using System.Collections.Concurrent;

namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>The layers of Inception-v3 (see <see cref="InceptionBlocks"/>), one after another for a whole batch.</summary>
/// <param name="steps">Layers, and where they find and leave their maps.</param>
/// <param name="floats">Floats of maps, for each image of a batch.</param>
/// <param name="pictures">Where the pictures go.</param>
/// <param name="last">The maps whose averages are the features.</param>
internal sealed unsafe class InceptionNetwork(
    IReadOnlyList<(Layer Layer, MapsPlace Input, MapsPlace Output)> steps, nint floats, MapsPlace pictures, MapsPlace last)
{
    // More gain nothing, and each takes 11 MB.
    private const int MostImages = 8;

    private readonly nint _scratchFloats = steps.Max(step => step.Layer.ScratchFloats);

    // Of batches that have ended, for those to come.
    private readonly ConcurrentBag<(AlignedFloats Memory, int Images)> _memory = [];

    /// <summary>Runs a batch on this thread; several may at once. What a picture gives does not depend on those beside it.</summary>
    /// <param name="batch">3×299×299 numbers in [−1, 1] each.</param>
    /// <param name="features">Takes the 2048 features of each.</param>
    /// <param name="cancellation">Ends the work before the next layer.</param>
    public void Run(IReadOnlyList<float[]> batch, Span<double> features, CancellationToken cancellation)
    {
        for (var first = 0; first < batch.Count; first += MostImages)
        {
            float[][] part = [.. batch.Skip(first).Take(MostImages)];
            RunPart(part, features.Slice(first * last.Channels, part.Length * last.Channels), cancellation);
        }
    }

    private void RunPart(float[][] images, Span<double> features, CancellationToken cancellation)
    {
        if (!_memory.TryTake(out var kept) || kept.Images < images.Length)
        {
            kept = (new((floats * images.Length) + _scratchFloats), images.Length);
        }

        var memory = kept.Memory.Values;
        Fill(pictures.In(memory, images.Length), images);
        foreach (var (layer, input, output) in steps)
        {
            cancellation.ThrowIfCancellationRequested();
            layer.Run(input.In(memory, images.Length), output.In(memory, images.Length), memory + (floats * images.Length));
        }

        Average(last.In(memory, images.Length), features);
        _memory.Add(kept);
    }

    private static void Fill(PixelMaps maps, float[][] images)
    {
        var target = maps.Values;
        var plane = maps.Height * maps.Width;
        foreach (var picture in images)
        {
            for (var pixel = 0; pixel < plane; pixel++, target += 3)
            {
                (target[0], target[1], target[2]) = (picture[pixel], picture[plane + pixel], picture[(2 * plane) + pixel]);
            }
        }
    }

    private static void Average(PixelMaps maps, Span<double> features)
    {
        features.Clear();
        var plane = maps.Height * maps.Width;
        for (var pixel = 0; pixel < maps.Pixels; pixel++)
        {
            var image = pixel / plane * maps.Channels;
            for (var channel = 0; channel < maps.Channels; channel++)
            {
                features[image + channel] += maps.Values[((nint)pixel * maps.Stride) + channel] / plane;
            }
        }
    }
}
