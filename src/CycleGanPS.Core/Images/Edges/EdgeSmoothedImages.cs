using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using CycleGanPS.Core.Files;

namespace CycleGanPS.Core.Images.Edges;

/// <summary>
/// The edge-smoothed copies of a domain's images, made once and kept in a cache: a folder for each version of the
/// smoothing, in it a PNG for each image, named by the SHA-256 of the image's file. So equal images are smoothed once,
/// whatever they are called and whichever data sets they belong to, and a changed one is smoothed anew.
/// </summary>
internal sealed class EdgeSmoothedImages
{
    private readonly string _folder;
    private readonly ConcurrentDictionary<string, string> _copies = new();
    private readonly ConcurrentDictionary<string, string> _unreadable = new();
    private int _done;
    private int _made;

    /// <param name="files">The images' files.</param>
    /// <param name="cacheFolder">Where the copies are kept, by default in the user's cache.</param>
    public EdgeSmoothedImages(IReadOnlyList<string> files, string? cacheFolder = null)
    {
        Files = files;
        var settings = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(EdgeSmoother.Settings)))[..16];
        _folder = Path.Combine(cacheFolder ?? DefaultFolder, settings);
    }

    /// <summary>The cache, in the user's cache folder.</summary>
    public static string DefaultFolder => Path.Combine(UserCache.Folder, "edge-smoothed");

    public IReadOnlyList<string> Files { get; }

    /// <summary>How many files <see cref="Prepare"/> is done with.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>How many copies <see cref="Prepare"/> had to make.</summary>
    public int Made => Volatile.Read(ref _made);

    /// <summary>The files that cannot be read, and why.</summary>
    public IReadOnlyDictionary<string, string> Unreadable => _unreadable;

    /// <summary>Makes the copies that are not there yet, on all cores. Several processes may do so at once.</summary>
    /// <exception cref="CycleGanException">The cache cannot be written.</exception>
    public void Prepare(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            Directory.CreateDirectory(_folder);
            Parallel.ForEach(
                Files,
                new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
                PrepareOne);
        }
        catch (AggregateException several)
        {
            throw several.Flatten().InnerExceptions.OfType<CycleGanException>().FirstOrDefault() ?? several.Flatten().InnerExceptions[0];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CycleGanException(
                FaultKind.OutputNotWritable,
                $"The cache of edge-smoothed images '{_folder}' cannot be made: {fault.Message} XDG_CACHE_HOME names another cache folder.",
                _folder,
                fault);
        }
    }

    /// <summary>The smoothed copy of an image. One that has gone from the cache meanwhile is made in memory.</summary>
    /// <param name="path">One of <see cref="Files"/>.</param>
    /// <param name="original">What that file holds.</param>
    public RgbImage Of(string path, RgbImage original)
    {
        var copy = _copies.TryGetValue(path, out var file) ? ReadCopy(file) : null;
        return copy is not null && (copy.Width, copy.Height) == (original.Width, original.Height)
            ? copy
            : EdgeSmoother.Smooth(original).Image;
    }

    private void PrepareOne(string path)
    {
        try
        {
            var copy = Path.Combine(_folder, $"{HashOf(path)}.png");
            if (ReadCopy(copy) is null)
            {
                var png = ImageFile.Read(
                    path, image => ImageFile.Encode(EdgeSmoother.Smooth(image).Image, ImageFormat.Png, name: copy, pngLevel: ImageFile.QuickPngLevel));
                AtomicFile.Write(copy, stream => stream.Write(png), toDisk: false);
                Interlocked.Increment(ref _made);
            }

            _copies[path] = copy;
        }
        catch (CycleGanException fault) when (fault.Kind != FaultKind.OutputNotWritable)
        {
            _unreadable[path] = fault.Message;
        }

        Interlocked.Increment(ref _done);
    }

    private static string HashOf(string path)
    {
        try
        {
            return FileHash.Of(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CycleGanException(FaultKind.UnreadableImage, $"The image '{path}' could not be read: {fault.Message}", path, fault);
        }
    }

    // A copy that is missing, damaged or cut off is as good as none.
    private static RgbImage? ReadCopy(string path)
    {
        try
        {
            return File.Exists(path) ? ImageFile.Read(path) : null;
        }
        catch (CycleGanException)
        {
            return null;
        }
    }
}
