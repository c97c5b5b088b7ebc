using System.Diagnostics;
using System.Runtime.InteropServices;
using CycleGanPS.Core.Faces;
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
    private readonly FaceDetector? _detector;
    private readonly PhotoPreparation _preparation;
    private readonly int _ahead;
    private readonly PrefetchQueue<TranslationJob, PreparedPhoto> _reading;
    private readonly PrefetchQueue<Func<TranslationOutcome>, TranslationOutcome> _writing = new(outcome => outcome());

    /// <param name="generator">The network, which is disposed with the translator.</param>
    /// <param name="detector">Finds the faces that the options want; disposed with the translator, too.</param>
    public AnimeTranslator(IImageGenerator generator, TranslationOptions options, FaceDetector? detector = null)
    {
        (_generator, _options, _detector) = (generator, options, detector);
        _preparation = new PhotoPreparation(generator, options, detector);
        _ahead = options.BatchSize + Math.Min(Environment.ProcessorCount, 8);
        _reading = new PrefetchQueue<TranslationJob, PreparedPhoto>(job => _preparation.Prepare(job.Source));
    }

    /// <summary>A translator with the generator of a model file.</summary>
    /// <param name="model">The file.</param>
    /// <param name="engine">What is to run it, and how.</param>
    /// <param name="options">How to translate, given what the generator says of itself.</param>
    /// <param name="detector">The file of the face detector, where faces are wanted.</param>
    /// <exception cref="CycleGanException">The file is no generator, or the device is missing, or the detector is none.</exception>
    public static AnimeTranslator Open(
        string model, EngineOptions engine, Func<IImageGenerator, TranslationOptions> options, string? detector = null)
    {
        var faces = detector is null ? null : FaceDetector.Open(detector);
        try
        {
            var generator = ImageGenerators.Open(model, engine);
            return new AnimeTranslator(generator, options(generator), faces);
        }
        catch
        {
            faces?.Dispose();
            throw;
        }
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
        return Forward([_preparation.Fit(image)], CancellationToken.None)[0];
    }

    /// <summary>Waits for what is being read and written; jobs not begun are dropped.</summary>
    public void Dispose()
    {
        _reading.Dispose();
        _writing.Dispose();
        _generator.Dispose();
        _detector?.Dispose();
    }

    private void TranslateNext(CancellationToken cancellation)
    {
        var head = _reading.Take(cancellation);
        if (head.Fault is { } fault)
        {
            _writing.Add(() => new TranslationOutcome(head.Item, null, fault));
            return;
        }

        var batch = new List<(TranslationJob Job, PreparedPhoto Photo)> { (head.Item, head.Result) };
        var pieces = head.Result.Pieces.Count;
        while (pieces < MostTogether(head.Result.Pieces[0]) && _reading.Count > 0
            && _reading.Peek(cancellation) is { Fault: null } next && next.Result.Pieces[0].SameSize(head.Result.Pieces[0]))
        {
            batch.Add((next.Item, next.Result));
            pieces += next.Result.Pieces.Count;
            _reading.Take(cancellation);
        }

        var watch = Stopwatch.StartNew();
        try
        {
            var translations = new Queue<RgbImage>(Forward([.. batch.SelectMany(entry => entry.Photo.Pieces)], cancellation));
            var share = watch.Elapsed / batch.Count;
            foreach (var (done, photo) in batch)
            {
                var own = photo.Pieces.Select(_ => translations.Dequeue()).ToList();
                _writing.Add(() => Write(done, photo, own, photo.Elapsed + share));
            }
        }
        catch (Exception exception) when (exception is ExternalException or CycleGanException or OutOfMemoryException)
        {
            foreach (var (failed, photo) in batch)
            {
                var reported = exception as CycleGanException ?? Explain(exception, failed.Source, photo.Pieces[0]);
                _writing.Add(() => new TranslationOutcome(failed, null, reported));
            }
        }
    }

    private int MostTogether(FittedPicture picture) => (int)Math.Clamp(MostPixelsInBatch / picture.Pixels, 1, _options.BatchSize);

    private static CycleGanException Explain(Exception fault, string source, FittedPicture picture)
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

    // Pictures of one size that follow one another, as many at once as make a batch.
    private List<RgbImage> Forward(IReadOnlyList<FittedPicture> pictures, CancellationToken cancellation)
    {
        var translations = new List<RgbImage>();
        while (translations.Count < pictures.Count)
        {
            var first = pictures[translations.Count];
            var batch = pictures.Skip(translations.Count).Take(MostTogether(first)).TakeWhile(first.SameSize).ToList();
            var batchTranslations = _generator.Translate([.. batch.Select(picture => picture.Padded)], cancellation);
            translations.AddRange(batch.Zip(batchTranslations, (picture, translation) => picture.Restore(translation)));
        }

        return translations;
    }

    private TranslationOutcome Write(TranslationJob job, PreparedPhoto photo, IReadOnlyList<RgbImage> translations, TimeSpan elapsed)
    {
        var watch = Stopwatch.StartNew();
        var warnings = photo.Warnings.ToList();
        try
        {
            var image = photo.Join(translations);
            var bytes = ImageFile.Encode(image, _options.Format, _options.Quality, job.Destination, photo.Alpha, _options.KeepsMetadata);
            ImageFile.WriteBytes(photo.Metadata?.Embed(bytes, _options.Format, image.Width, image.Height, Tell) ?? bytes, job.Destination);
            return new TranslationOutcome(
                job,
                new TranslationResult
                {
                    Source = job.Source,
                    Destination = job.Destination,
                    Width = image.Width,
                    Height = image.Height,
                    Faces = photo.Faces,
                    Elapsed = elapsed + watch.Elapsed,
                },
                null) { Warnings = warnings };
        }
        catch (Exception exception)
        {
            return new TranslationOutcome(job, null, exception is OutOfMemoryException ? ImageFile.TooLarge(job.Source, exception) : exception);
        }

        void Tell(string what) => warnings.Add($"Left out of '{job.Destination}': {what} of '{job.Source}'.");
    }
}
