using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Data;

namespace CycleGanPS.Binding;

/// <summary>
/// A cmdlet that works through pictures: by path with wildcards, by literal path, or piped in. Each picture that cannot be
/// found or read is an error of its own, and the rest go on.
/// </summary>
public abstract class PathCommand : CycleGanCommand
{
    private readonly List<(string Image, string Below)> _postponed = [];
    private readonly HashSet<string> _piped = [];
    private int? _total;

    /// <summary>Pictures, or folders of pictures; wildcards are allowed, and match pictures only.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Pictures, or folders of pictures, as they are written: what a piped file binds to.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>Whether the folders below a folder count, too.</summary>
    protected virtual bool SearchesBelow => false;

    /// <summary>Works on one picture; a fault that leaves it becomes that picture's error record.</summary>
    /// <param name="image">Its absolute path.</param>
    /// <param name="below">The folder that it lies in, as seen from the one that was named; empty where that is the same.</param>
    protected abstract void Process(string image, string below);

    /// <summary>Where the results go.</summary>
    private protected abstract DestinationFolder Results { get; }

    protected sealed override void Process()
    {
        var images = (LiteralPath ?? Path!).SelectMany(path => Resolve(path, literal: LiteralPath is not null));
        if (!MyInvocation.ExpectingInput)
        {
            // All are found first, so that progress can tell of how many. What is piped comes without its number.
            var all = images.ToList();
            (images, _total) = (all, all.Count);
        }

        foreach (var image in images)
        {
            // What has come already came with its folder: Get-ChildItem -Recurse gives both.
            if (MyInvocation.ExpectingInput && !_piped.Add(image.Image))
            {
                continue;
            }

            if (MyInvocation.ExpectingInput && Results.MayReplaceBeside(image.Image))
            {
                _postponed.Add(image);
            }
            else
            {
                Work(image);
            }
        }
    }

    /// <summary>After the last picture.</summary>
    protected abstract void Finish();

    protected sealed override void End()
    {
        _postponed.ForEach(Work);
        Finish();
    }

    /// <summary>Shows how many pictures are done, and of how many where that is known.</summary>
    private protected void ShowProgress(string activity, int done, string at) => Bars.Show(
        activity,
        _total is null ? $"{done} done, at {System.IO.Path.GetFileName(at)}" : $"{done} of {_total}, at {System.IO.Path.GetFileName(at)}",
        (double?)done / _total);

    private void Work((string Image, string Below) picture)
    {
        Cancellation.ThrowIfCancellationRequested();
        Guard(picture.Image, () => Process(picture.Image, picture.Below));
    }

    private IReadOnlyList<(string Image, string Below)> Resolve(string path, bool literal)
    {
        IReadOnlyList<(string Image, string Below)> images = [];
        Guard(path, () => images = Find(path, literal));
        Results.Protect(images.Select(picture => picture.Image));
        return images;
    }

    private IReadOnlyList<(string Image, string Below)> Find(string path, bool literal)
    {
        // What exists under the name itself is meant by it, brackets and all; only else is it a pattern.
        var named = this.FileSystemPath(path);
        if (!literal && !System.IO.Path.Exists(named))
        {
            if (WildcardPattern.ContainsWildcardCharacters(path))
            {
                return Matching(path);
            }

            // Without the signs that say of a bracket that it is none.
            named = this.ExistingFileSystemPaths(path)[0];
        }

        if (!Directory.Exists(named))
        {
            return File.Exists(named) ? [(named, "")] : throw new CycleGanException(FaultKind.PathNotFound, $"The image '{named}' does not exist.", named);
        }

        // The results of the last time, which come along where all of a folder is piped.
        if (MyInvocation.ExpectingInput && Results.Is(named))
        {
            WriteWarning($"'{named}' is where the results go, and is left out.");
            return [];
        }

        return InFolder(named, named);
    }

    // A pattern means the pictures that it matches, and what lies in folders that it matches only if those below count.
    private List<(string Image, string Below)> Matching(string path)
    {
        var leftOut = new LeftOutFiles();
        var found = this.ExistingFileSystemPaths(path);
        var images = found.Where(file => !Directory.Exists(file) && ImageFolder.Takes(new FileInfo(file), leftOut)).Select(file => (file, "")).ToList();
        if (SearchesBelow)
        {
            foreach (var folder in found.Where(Directory.Exists))
            {
                Guard(folder, () => images.AddRange(InFolder(folder, System.IO.Path.GetDirectoryName(folder)!)));
            }
        }

        var sentence = leftOut.Tell(path);
        if (images.Count == 0)
        {
            throw new CycleGanException(FaultKind.PathNotFound, $"No image matches '{path}'. {sentence}".TrimEnd(), path);
        }

        if (sentence is not null)
        {
            WriteWarning(sentence);
        }

        return images;
    }

    private IReadOnlyList<(string Image, string Below)> InFolder(string folder, string root) =>
        [.. ImageFolder.List(folder, SearchesBelow, WriteWarning)
            .Where(image => !SearchesBelow || !Results.Holds(image, root)).Select(image => (image, Below(image, root)))];

    private static string Below(string image, string root) =>
        System.IO.Path.GetRelativePath(root, System.IO.Path.GetDirectoryName(image)!) is var folder and not "." ? folder : "";
}
