using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Threading;
using CycleGanPS.Core.Training;

namespace CycleGanPS.Core.Inference;

/// <summary>
/// Sends pictures through a generator. Reading and writing run on worker threads ahead of and behind the network, which
/// stays on the caller's thread; outcomes come in the order of the jobs. Memory is bounded by the few
/// pictures under way.
/// </summary>
internal sealed class AnimeTranslator : IDisposable
{
    // A batch of large pictures gains nothing and costs memory: half a megapixel is eight pictures of 256×256.
    private const int MostPixelsInBatch = 1 << 19;

    private readonly IImageGenerator _generator;
    private readonly TranslationOptions _options;
    private readonly int _ahead;
    private readonly PrefetchQueue<TranslationJob, Prepared> _reading;
    private readonly PrefetchQueue<Func<TranslationOutcome>, TranslationOutcome> _writing = new(outcome => outcome());

    /// <param name="generator">The network, which is disposed with the translator.</param>
    public AnimeTranslator(IImageGenerator generator, TranslationOptions options)
    {
        (_generator, _options) = (generator, options);
        _ahead = options.BatchSize + Math.Min(Environment.ProcessorCount, 8);
        _reading = new PrefetchQueue<TranslationJob, Prepared>(job => Prepare(job.Source));
    }

    /// <summary>A translator with the generator of a model file.</summary>
    /// <param name="model">The file.</param>
    /// <param name="engine">What is to run it, and how.</param>
    /// <param name="options">How to translate, given what the generator says of itself.</param>
    /// <exception cref="CycleGanException">The file is no generator, or the device is missing.</exception>
    public static AnimeTranslator Open(string model, EngineOptions engine, Func<IImageGenerator, TranslationOptions> options)
    {
        var generator = ImageGenerators.Open(model, engine);
        return new AnimeTranslator(generator, options(generator));
    }

    /// <summary>Takes a job, and gives what has become of earlier ones meanwhile.</summary>
    public IReadOnlyList<TranslationOutcome> Add(TranslationJob job, CancellationToken cancellation = default)
    {
        _reading.Add(job);
        while (_reading.Count > _ahead)
        {
            TranslateNext(cancellation);
        }

        return TakeFinished(most: _ahead);
    }

    /// <summary>Finishes the jobs that are still under way.</summary>
    public IReadOnlyList<TranslationOutcome> Finish(CancellationToken cancellation = default)
    {
        var outcomes = new List<TranslationOutcome>();
        while (_reading.Count > 0)
        {
            TranslateNext(cancellation);
            outcomes.AddRange(TakeFinished(most: _ahead));
        }

        outcomes.AddRange(TakeFinished(most: 0));
        return outcomes;
    }

    /// <summary>Translates one picture in memory; any size from 1×1, which it keeps.</summary>
    public RgbImage Translate(RgbImage image)
    {
        var prepared = Fit(image);
        return Forward([prepared], CancellationToken.None)[0];
    }

    /// <summary>Waits for what is being read and written; jobs not begun are dropped.</summary>
    public void Dispose()
    {
        _reading.Dispose();
        _writing.Dispose();
        _generator.Dispose();
    }

    private void TranslateNext(CancellationToken cancellation)
    {
        var head = _reading.Take(cancellation);
        if (head.Fault is { } fault)
        {
            _writing.Add(() => new TranslationOutcome(head.Item, null, fault));
            return;
        }

        var batch = new List<(TranslationJob Job, Prepared Picture)> { (head.Item, head.Result) };
        var pixels = head.Result.Padded.Width * (long)head.Result.Padded.Height;
        while (batch.Count < _options.BatchSize && (batch.Count + 1) * pixels <= MostPixelsInBatch && _reading.Count > 0
            && _reading.Peek(cancellation) is { Fault: null } next && next.Result.SameSize(head.Result))
        {
            batch.Add((next.Item, next.Result));
            _reading.Take(cancellation);
        }

        var watch = Stopwatch.StartNew();
        try
        {
            var translations = Forward([.. batch.Select(entry => entry.Picture)], cancellation);
            var share = watch.Elapsed / batch.Count;
            for (var index = 0; index < batch.Count; index++)
            {
                var ((done, prepared), translation) = (batch[index], translations[index]);
                _writing.Add(() => Write(done, translation, prepared, prepared.Elapsed + share));
            }
        }
        catch (Exception exception) when (exception is ExternalException or CycleGanException or OutOfMemoryException)
        {
            foreach (var (failed, prepared) in batch)
            {
                var reported = exception as CycleGanException ?? Explain(exception, failed.Source, prepared);
                _writing.Add(() => new TranslationOutcome(failed, null, reported));
            }
        }
    }

    private static CycleGanException Explain(Exception fault, string source, Prepared picture)
    {
        var size = $"'{source}' ({picture.Padded.Width}×{picture.Padded.Height} pixels)";
        return MemoryAdvice.IsOutOfMemory(fault)
            ? new(FaultKind.ImageTooLarge, $"The memory that there is does not suffice to translate {size}.", source, fault) { Remedy = Remedy.UseLessMemory }
            : new(FaultKind.ImageTooLarge, $"The network failed on {size}: it does not take a picture of this size.", source, fault);
    }

    private List<TranslationOutcome> TakeFinished(int most)
    {
        var finished = new List<TranslationOutcome>();
        while (_writing.IsNextDone || _writing.Count > most)
        {
            finished.Add(_writing.Take().Result);
        }

        return finished;
    }

    private Prepared Prepare(string source)
    {
        var watch = Stopwatch.StartNew();
        return PhotoFile.Read(source, _options.Transparency, _options.KeepsMetadata, photo =>
        {
            var image = photo.Image;
            var (width, height) = _options.Size == 0
                ? (image.Width, image.Height)
                : Augmentation.ShorterSideTo(image.Width, image.Height, _options.Size);
            CheckMemory(source, width, height);
            ImageFormats.CheckHolds(_options.Format, width, height, source);
            return Fit(PillowResampler.Resize(image, width, height, Resampling.Bicubic)) with
            {
                Alpha = photo.Alpha is null ? null : PillowResampler.Resize(photo.Alpha, width, height, Resampling.Bicubic),
                Metadata = photo.Metadata,
                Warning = photo.Warning,
                Elapsed = watch.Elapsed,
            };
        }, _options.AppliesProfiles);
    }

    // The size that the network sees.
    private (int Width, int Height) Padded(int width, int height)
    {
        var sizes = _generator.Sizes;
        int Fitting(int length, int? only) => only ?? ReflectionPadding.PaddedLength(length, sizes.Multiple, sizes.Smallest);
        return (Fitting(width, sizes.Width), Fitting(height, sizes.Height));
    }

    // A network that takes one size only sees the whole picture in that size, out of proportion if need be.
    private Prepared Fit(RgbImage image)
    {
        var sizes = _generator.Sizes;
        var resized = PillowResampler.Resize(image, sizes.Width ?? image.Width, sizes.Height ?? image.Height, Resampling.Bicubic);
        var (width, height) = Padded(resized.Width, resized.Height);
        return new Prepared(ReflectionPadding.Pad(resized, width, height), resized.Width, resized.Height, image.Width, image.Height);
    }

    private void CheckMemory(string source, int width, int height)
    {
        var padded = Padded(width, height);
        var (needed, allowed) = (_generator.LeastBytes(padded.Width, padded.Height), _generator.MemoryLimit);
        if ((long)width * height > ImageFile.MaximumPixels || needed > allowed)
        {
            throw new CycleGanException(
                FaultKind.ImageTooLarge,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Translating '{source}' at {width}×{height} pixels would need about {needed / 1e9:0.0} GB of memory at least; "
                    + $"{allowed / 1e9:0.0} GB are allowed."),
                source) { Remedy = Remedy.UseLessMemory };
        }
    }

    private List<RgbImage> Forward(IReadOnlyList<Prepared> batch, CancellationToken cancellation)
    {
        var translations = _generator.Translate([.. batch.Select(prepared => prepared.Padded)], cancellation);
        return [.. batch.Zip(translations, (prepared, translation) => prepared.Restore(translation))];
    }

    private TranslationOutcome Write(TranslationJob job, RgbImage image, Prepared prepared, TimeSpan elapsed)
    {
        var watch = Stopwatch.StartNew();
        List<string> warnings = prepared.Warning is null ? [] : [prepared.Warning];
        try
        {
            var bytes = ImageFile.Encode(image, _options.Format, _options.Quality, job.Destination, prepared.Alpha, _options.KeepsMetadata);
            ImageFile.WriteBytes(prepared.Metadata?.Embed(bytes, _options.Format, image.Width, image.Height, Tell) ?? bytes, job.Destination);
        }
        catch (Exception exception)
        {
            return new TranslationOutcome(job, null, exception is OutOfMemoryException ? ImageFile.TooLarge(job.Source, exception) : exception);
        }

        return new TranslationOutcome(
            job,
            new TranslationResult
            {
                Source = job.Source,
                Destination = job.Destination,
                Width = image.Width,
                Height = image.Height,
                Elapsed = elapsed + watch.Elapsed,
            },
            null) { Warnings = warnings };

        void Tell(string what) => warnings.Add($"Left out of '{job.Destination}': {what} of '{job.Source}'.");
    }
}
