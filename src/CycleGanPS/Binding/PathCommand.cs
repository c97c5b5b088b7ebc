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

    protected sealed override void Process()
    {
        var images = (LiteralPath ?? Path!).SelectMany(path => Resolve(path, literal: LiteralPath is not null));
        if (!MyInvocation.ExpectingInput)
        {
            // All are found first, so that progress can tell of how many. What is piped comes without its number.
            var all = images.ToList();
            (images, _total) = (all, all.Count);
        }

        foreach (var (image, below) in images)
        {
            Cancellation.ThrowIfCancellationRequested();
            Guard(image, () => Process(image, below));
        }
    }

    /// <summary>Shows how many pictures are done, and of how many where that is known.</summary>
    private protected void ShowProgress(string activity, int done, string at) => Bars.Show(
        activity,
        _total is null ? $"{done} done, at {System.IO.Path.GetFileName(at)}" : $"{done} of {_total}, at {System.IO.Path.GetFileName(at)}",
        (double?)done / _total);

    private IReadOnlyList<(string Image, string Below)> Resolve(string path, bool literal)
    {
        IReadOnlyList<(string, string)> images = [];
        Guard(path, () => images = Find(path, literal));
        return images;
    }

    private List<(string Image, string Below)> Find(string path, bool literal)
    {
        var wildcard = !literal && WildcardPattern.ContainsWildcardCharacters(path);
        var images = new List<(string, string)>();
        foreach (var found in literal ? [this.FileSystemPath(path)] : this.ExistingFileSystemPaths(path))
        {
            if (Directory.Exists(found))
            {
                // A folder that was named means its pictures; one that only came along (photos/*, Get-ChildItem) does not.
                if ((!wildcard || SearchesBelow) && !MyInvocation.ExpectingInput)
                {
                    var root = wildcard ? System.IO.Path.GetDirectoryName(found)! : found;
                    images.AddRange(ImageFolder.List(found, SearchesBelow).Select(image => (image, Below(image, root))));
                }
            }
            else if (!wildcard || ImageFolder.IsImage(found))
            {
                if (!File.Exists(found))
                {
                    throw new CycleGanException(FaultKind.PathNotFound, $"The image '{found}' does not exist.", found);
                }

                images.Add((found, ""));
            }
        }

        return images.Count > 0 || !wildcard
            ? images
            : throw new CycleGanException(FaultKind.PathNotFound, $"No image matches '{path}'.", path);
    }

    private static string Below(string image, string root) =>
        System.IO.Path.GetRelativePath(root, System.IO.Path.GetDirectoryName(image)!) is var folder and not "." ? folder : "";
}
