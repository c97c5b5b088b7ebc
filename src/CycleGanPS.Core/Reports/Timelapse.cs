using System.Globalization;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Images.Fonts;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Training;
using SkiaSharp;

namespace CycleGanPS.Core.Reports;

/// <summary>The sample sheets of a run as an animation: how its pictures became what they are.</summary>
internal sealed class Timelapse
{
    /// <summary>The side that keeps forty frames of two rows to a few hundred kilobytes.</summary>
    public const int UsualSize = 64;

    // All frames are in memory when they are written, four bytes a pixel.
    private const long MostPixels = 1L << 27;

    private readonly RunFolder _run;
    private readonly TimelapseOptions _options;
    private readonly int _rows;
    private readonly int _side;
    private readonly int _size;

    /// <param name="training">What the run was trained with.</param>
    /// <exception cref="CycleGanException">It has fewer than two samples, or not the rows that are wanted.</exception>
    public Timelapse(RunFolder run, TrainingOptions training, TimelapseOptions options)
    {
        (_run, _options) = (run, options);
        (_rows, _side) = (training.Cycle == CycleKind.Weak ? 2 : 4, training.ImageSize);
        _size = options.Size ?? Math.Min(_side, UsualSize);
        if (options.Rows.Any(row => (int)row >= _rows))
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"'{run.Path}' is trained in one direction only; its samples have the rows {SampleRow.RealA} and {SampleRow.FakeB}.",
                run.Path);
        }

        var found = Find(run);
        if (found.Count < 2)
        {
            throw new CycleGanException(
                FaultKind.TooFewImages,
                $"'{run.Samples}' holds {(found.Count == 0 ? "no sample sheet" : "one sample sheet only")}; a time-lapse is made of two or more.",
                run.Path);
        }

        var count = Math.Min(found.Count, options.Frames);
        Samples = [.. Enumerable.Range(0, count).Select(place => found[(int)((long)place * (found.Count - 1) / (count - 1))])];
    }

    /// <summary>The sheets that it is made of, and their steps.</summary>
    public IReadOnlyList<(long Step, string Path)> Samples { get; }

    /// <summary>Makes the animation, and writes it whole or not at all.</summary>
    /// <param name="leaveOut">Told of each sheet that cannot be used.</param>
    /// <param name="progress">Told how many sheets are done.</param>
    /// <exception cref="CycleGanException">It would be too large, fewer than two sheets can be used, or it cannot be written.</exception>
    public void Write(string path, Action<CycleGanException> leaveOut, Action<int> progress, CancellationToken cancellation)
    {
        AnimatedGif? animation = null;
        try
        {
            // A frame is added when the next one is known, since the last one is seen for longer.
            RgbImage? last = null;
            var (frames, done) = (0, 0);
            foreach (var (frame, sheet) in ReadOrReport.Run(Samples, sample => (Read(sample), sample.Path), leaveOut, cancellation))
            {
                progress(++done);
                if (last is not null && (frame.Width, frame.Height) != (last.Width, last.Height))
                {
                    leaveOut(Stranger(sheet));
                    continue;
                }

                animation ??= Begin(frame);
                if (last is not null)
                {
                    animation.Add(last, TimeSpan.FromSeconds(1 / _options.FramesPerSecond));
                }

                last = frame;
                frames++;
            }

            if (frames < 2)
            {
                throw new CycleGanException(FaultKind.TooFewImages, $"Of the sample sheets in '{_run.Samples}' only {frames} can be used.", _run.Path);
            }

            animation!.Add(last!, _options.Hold);
            animation.Write(path, cancellation);
        }
        finally
        {
            animation?.Dispose();
        }
    }

    private static List<(long Step, string Path)> Find(RunFolder run)
    {
        var found = new List<(long Step, string Path)>();
        foreach (var path in Directory.Exists(run.Samples) ? Directory.EnumerateFiles(run.Samples, "*.png") : [])
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var step))
            {
                found.Add((step, path));
            }
        }

        return [.. found.Order()];
    }

    private AnimatedGif Begin(RgbImage frame)
    {
        var pixels = (long)frame.Width * frame.Height * Samples.Count;
        return pixels <= MostPixels
            ? new AnimatedGif(frame.Width, frame.Height)
            : throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"{Samples.Count} frames of {frame.Width}×{frame.Height} are {pixels / 1_000_000} million pixels; "
                + $"an animation has at most {MostPixels / 1_000_000}.",
                _run.Path) { Remedy = Remedy.SmallerTimelapse };
    }

    private RgbImage Read((long Step, string Path) sample) => ImageFile.Read(sample.Path, sheet =>
    {
        var rows = ContactSheet.RowsOf(sheet, _side) == _rows
            ? ContactSheet.Take(sheet, _side, [.. _options.Rows.Select(row => (int)row)])
            : throw Stranger(sample.Path);
        return Caption(rows, sample.Step);
    });

    private static CycleGanException Stranger(string path) =>
        new(FaultKind.UnreadableImage, $"'{path}' is not a sample sheet of this run: it has another size.", path);

    // The rows in the wanted size, and under them the step.
    private RgbImage Caption(RgbImage rows, long step)
    {
        int Scaled(int length) => Math.Max((int)Math.Round((double)length * _size / _side), 1);
        using var picture = PillowResampler.Resize(rows, Scaled(rows.Width), Scaled(rows.Height), Resampling.Bicubic).ToBitmap();
        using var font = new SKFont(EmbeddedFont.Sans, Math.Clamp(_size / 6f, 11, 28)) { Edging = SKFontEdging.Antialias, Subpixel = true };
        using var bitmap = new SKBitmap(new SKImageInfo(
            picture.Width, picture.Height + (int)Math.Ceiling(font.Spacing * 1.2f), SKColorType.Rgba8888, SKAlphaType.Opaque, colorspace: null));
        using var canvas = new SKCanvas(bitmap);
        using var ink = new SKPaint { Color = ContactSheet.Ink, IsAntialias = true };
        canvas.Clear(SKColors.White);
        canvas.DrawBitmap(picture, 0, 0, SKSamplingOptions.Default);
        var text = string.Create(CultureInfo.InvariantCulture, $"step {step}");
        canvas.DrawText(text, picture.Width - Scaled(4), picture.Height - font.Metrics.Ascent, SKTextAlign.Right, font, ink);
        canvas.Flush();
        return bitmap.ToRgbImage();
    }
}
