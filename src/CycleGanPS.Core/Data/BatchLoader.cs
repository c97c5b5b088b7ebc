using System.Collections.Concurrent;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Images.Edges;
using CycleGanPS.Core.Threading;

namespace CycleGanPS.Core.Data;

/// <summary>
/// Reads and augments batches ahead of the training step on worker threads. Everything random is drawn here, in
/// order, before a worker starts, so the batches do not depend on which worker is quicker. An image that cannot be
/// read is replaced by the next one of its domain that can, and named once.
/// </summary>
internal sealed class BatchLoader : IDisposable
{
    private readonly UnpairedDataset _dataset;
    private readonly int _batchSize;
    private readonly int _loadSize;
    private readonly int _cropSize;
    private readonly int _workers;
    private readonly BatchShare _share;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, string> _unreadable = new();

    /// <param name="dataset">The images.</param>
    /// <param name="batchSize">Samples a step, of all ranks.</param>
    /// <param name="loadSize">The shorter side before the crop.</param>
    /// <param name="cropSize">The side of the crop.</param>
    /// <param name="workers">Batches that are read at once.</param>
    /// <param name="share">Which samples to read; all where one process trains.</param>
    public BatchLoader(UnpairedDataset dataset, int batchSize, int loadSize, int cropSize, int workers, BatchShare? share = null)
    {
        (_dataset, _batchSize, _loadSize, _cropSize) = (dataset, batchSize, loadSize, cropSize);
        _share = share ?? new BatchShare(0, 1, batchSize);
        _workers = Math.Clamp(workers, 1, Environment.ProcessorCount);
    }

    /// <summary>Steps an epoch; a last batch that would not be full is filled from the epoch's beginning.</summary>
    public int StepsPerEpoch => (_dataset.Count + _batchSize - 1) / _batchSize;

    /// <summary>The batches from a position to the end of its epoch.</summary>
    /// <exception cref="CycleGanException">No image of a domain can be read.</exception>
    public IEnumerable<TrainingBatch> ReadEpoch(DataPosition from) =>
        OrderedPrefetch.Run(Plan(from), batch => ReadBatch(batch.Samples, batch.After), ahead: 2 * _workers, _stop.Token, _workers);

    /// <summary>Where the epoch after a finished one begins.</summary>
    public static DataPosition NextEpoch(DataPosition finished) =>
        new(finished.Epoch + 1, 0, finished.State, finished.State);

    /// <summary>Ends the epochs that are being read: nothing more is begun.</summary>
    public void Dispose() => _stop.Cancel();

    // Read by the training's thread, one batch after the other, so that the random draws are in order.
    private IEnumerable<(SamplePlan[] Samples, DataPosition After)> Plan(DataPosition from)
    {
        var order = _dataset.DrawOrder(RandomSource.FromState(from.EpochState));
        var random = RandomSource.FromState(from.State);
        if (from.Step == 0)
        {
            // The order was drawn from this state; go on behind it.
            _ = _dataset.DrawOrder(random);
        }

        for (var step = from.Step; step < StepsPerEpoch; step++)
        {
            var samples = Enumerable.Range(step * _batchSize, _batchSize)
                .Select(position => _dataset.DrawSample(order[position % order.Length], random))
                .ToArray();
            yield return (_share.Of(samples), new DataPosition(from.Epoch, step + 1, from.EpochState, random.State));
        }
    }

    private TrainingBatch ReadBatch(SamplePlan[] samples, DataPosition after)
    {
        var warnings = new List<string>();
        var imagesA = Array.ConvertAll(samples, sample => ReadImage(_dataset.FilesA, sample.A, null, warnings));
        var imagesB = Array.ConvertAll(samples, sample => ReadImage(_dataset.FilesB, sample.B, _dataset.SmoothedB, warnings));
        return new TrainingBatch
        {
            ImagesA = Array.ConvertAll(imagesA, image => image.Real),
            ImagesB = Array.ConvertAll(imagesB, image => image.Real),
            ImagesSmoothedB = _dataset.SmoothedB is null ? null : Array.ConvertAll(imagesB, image => image.Smoothed!),
            After = after,
            Warnings = warnings,
        };
    }

    private (RgbImage Real, RgbImage? Smoothed) ReadImage(
        IReadOnlyList<string> files, ImagePlan plan, EdgeSmoothedImages? copies, List<string> warnings)
    {
        RgbImage Augment(RgbImage image) => Augmentation.Apply(image, plan, _loadSize, _cropSize);
        for (var attempt = 0; attempt < files.Count; attempt++)
        {
            _stop.Token.ThrowIfCancellationRequested();
            var path = files[(plan.Index + attempt) % files.Count];
            if (_unreadable.ContainsKey(path))
            {
                continue;
            }

            try
            {
                return ImageFile.Read(path, image =>
                {
                    var smoothed = copies?.Of(path, image);
                    return (Augment(image), smoothed is null ? null : Augment(smoothed));
                });
            }
            catch (Exception fault) when (fault is CycleGanException or IOException or UnauthorizedAccessException)
            {
                if (_unreadable.TryAdd(path, fault.Message))
                {
                    warnings.Add($"{fault.Message} Training goes on without it.");
                }
            }
        }

        throw new CycleGanException(
            FaultKind.UnreadableImage,
            $"None of the {files.Count} images in {Path.GetDirectoryName(files[0])} can be read; the first says: {_unreadable.GetValueOrDefault(files[0])}",
            Path.GetDirectoryName(files[0]));
    }
}
