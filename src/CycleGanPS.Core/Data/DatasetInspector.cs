using System.Buffers.Binary;
using System.Security.Cryptography;
using CycleGanPS.Core.Faces;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Data;

/// <summary>Looks at every picture of a data set before hours of training are spent on it.</summary>
internal sealed class DatasetInspector
{
    /// <summary>The subsets in the order in which they are looked at.</summary>
    public static readonly IReadOnlyList<string> Subsets = ["trainA", "trainB", "testA", "testB"];

    private readonly string _root;
    private readonly int? _loadSize;
    private readonly FaceDetector? _detector;
    private readonly Dictionary<UInt128, string> _seen = [];

    /// <param name="root">The folder that holds the subsets.</param>
    /// <param name="loadSize">The shorter side that training resizes to; smaller pictures are warned of.</param>
    /// <param name="detector">Finds faces in the subsets of domain A, the photos; without, none are looked for.</param>
    /// <exception cref="CycleGanException">The folder does not exist or holds none of the subsets.</exception>
    public DatasetInspector(string root, int? loadSize = null, FaceDetector? detector = null)
    {
        (_root, _loadSize, _detector) = (root, loadSize, detector);
        if (!Directory.Exists(root))
        {
            throw new CycleGanException(FaultKind.PathNotFound, $"The folder '{root}' does not exist.", root);
        }

        if (!Present.Any())
        {
            throw new CycleGanException(
                FaultKind.EmptyFolder, $"There is none of {string.Join(", ", Subsets)} in '{root}'. Training needs trainA and trainB.", root);
        }
    }

    /// <summary>The subsets that there are.</summary>
    public IEnumerable<string> Present => Subsets.Where(subset => Directory.Exists(Path.Combine(_root, subset)));

    /// <summary>The training subsets that there are not.</summary>
    public IEnumerable<string> Missing => Subsets.Take(2).Except(Present);

    /// <summary>Reads all pictures of a subset, on all cores.</summary>
    /// <param name="progress">Told the pictures done and the number there is, from any thread.</param>
    public DatasetReport Inspect(string subset, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        var folder = Path.Combine(_root, subset);
        var contents = ImageFolder.Look(folder);
        var files = contents.Images;
        var pictures = new Picture?[files.Count];
        var done = 0;
        var detector = subset.EndsWith('A') ? _detector : null;
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, files.Count, options, index =>
        {
            pictures[index] = Look(files[index], detector);
            progress?.Invoke(Interlocked.Increment(ref done), files.Count);
        });
        return Summarize(subset, folder, contents, pictures);
    }

    private DatasetReport Summarize(string subset, string folder, FolderContents contents, Picture?[] pictures)
    {
        var (files, subfolders) = (contents.Images, contents.Subfolders);
        var unreadable = files.Where((_, index) => pictures[index] is null).ToList();
        var readable = pictures.OfType<Picture>().ToList();
        var looked = readable.Exists(picture => picture.Faces is not null);
        List<string> Having(Func<int, bool> faces) => [.. files.Where((_, index) => pictures[index]?.Faces is { } found && faces(found))];
        var (faceless, several) = (Having(found => found == 0), Having(found => found > 1));
        var shorter = readable.Select(picture => Math.Min(picture.Width, picture.Height)).Order().ToList();
        int duplicates = 0, elsewhere = 0;
        foreach (var picture in readable)
        {
            if (_seen.TryAdd(picture.Hash, subset))
            {
                continue;
            }

            if (_seen[picture.Hash] == subset)
            {
                duplicates++;
            }
            else
            {
                elsewhere++;
            }
        }

        var warnings = new List<string>();
        var sameAs = Present.TakeWhile(earlier => earlier != subset)
            .FirstOrDefault(earlier => FileIdentity.AreSame(Path.Combine(_root, earlier), folder));
        void Warn(bool when, string text)
        {
            if (when)
            {
                warnings.Add(text);
            }
        }

        var small = _loadSize is { } loadSize ? shorter.Count(side => side < loadSize) : 0;
        Warn(readable.Count == 0, $"{subset} holds no readable picture.");
        Warn(sameAs is not null, $"{subset} is the same folder as {sameAs}.");
        Warn(
            subfolders.Count > 0 && sameAs is null,
            $"{subset} has subfolders ({subfolders.Count}, first '{subfolders.FirstOrDefault()}'), whose pictures are not used: move them up into {subset}.");
        Warn(contents.LeftOut.Count > 0 && sameAs is null, contents.LeftOut.Tell(folder)!);
        Warn(unreadable.Count > 0, $"{subset}: {unreadable.Count} of {files.Count} files cannot be read, first '{unreadable.FirstOrDefault()}'.");
        Warn(small > 0, $"{subset}: {small} of {readable.Count} pictures are smaller than {_loadSize} pixels and will be enlarged.");
        Warn(faceless.Count > 0, $"{subset}: in {faceless.Count} of {readable.Count} pictures no face was found, first '{faceless.FirstOrDefault()}'.");
        Warn(several.Count > 0, $"{subset}: {several.Count} of {readable.Count} pictures show several faces, first '{several.FirstOrDefault()}'.");
        Warn(elsewhere > 0, $"{subset}: {elsewhere} pictures are also in an earlier subset.");
        Warn(duplicates > 0, $"{subset}: {duplicates} pictures are there more than once.");
        return new DatasetReport
        {
            Subset = subset,
            Path = folder,
            Images = readable.Count,
            Unreadable = unreadable.Count,
            LeftOut = contents.LeftOut.Count,
            MinSide = shorter.FirstOrDefault(),
            MedianSide = shorter.ElementAtOrDefault(shorter.Count / 2),
            MaxSide = readable.Select(picture => Math.Max(picture.Width, picture.Height)).DefaultIfEmpty().Max(),
            Grey = readable.Count(picture => picture.IsGrey),
            Duplicates = duplicates,
            InOtherSubset = elsewhere,
            Faceless = looked ? faceless.Count : null,
            SeveralFaces = looked ? several.Count : null,
            UnreadableFiles = unreadable,
            FacelessFiles = faceless,
            SeveralFacesFiles = several,
            Warnings = warnings,
        };
    }

    private static Picture? Look(string path, FaceDetector? detector)
    {
        try
        {
            return ImageFile.Read(
                path, image => new Picture(image.Width, image.Height, IsGrey(image), HashOf(image), detector?.Find(image).Count));
        }
        catch (CycleGanException fault) when (fault.Kind != FaultKind.UnreadableModel)
        {
            return null;
        }
    }

    private static bool IsGrey(RgbImage image)
    {
        var pixels = image.Pixels;
        for (var index = 0; index < pixels.Length; index += 3)
        {
            if (pixels[index] != pixels[index + 1] || pixels[index] != pixels[index + 2])
            {
                return false;
            }
        }

        return true;
    }

    private static UInt128 HashOf(RgbImage image)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(image.Width));
        hash.AppendData(image.Pixels);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset());
    }

    private sealed record Picture(int Width, int Height, bool IsGrey, UInt128 Hash, int? Faces);
}
