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
    private readonly List<string> _postponed = [];

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

    /// <summary>Works on one picture, given by its absolute path; a fault that leaves it becomes that picture's error record.</summary>
    protected abstract void Process(string image);

    /// <summary>Where the results go.</summary>
    private protected abstract DestinationFolder Results { get; }

    protected sealed override void Process()
    {
        foreach (var path in LiteralPath ?? Path!)
        {
            foreach (var image in Resolve(path, literal: LiteralPath is not null))
            {
                if (MyInvocation.ExpectingInput && Results.MayReplaceBeside(image))
                {
                    _postponed.Add(image);
                    continue;
                }

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

    private void Work(string image)
    {
        Cancellation.ThrowIfCancellationRequested();
        Guard(image, () => Process(image));
    }

    private IReadOnlyList<string> Resolve(string path, bool literal)
    {
        IReadOnlyList<string> images = [];
        Guard(path, () => images = Find(path, literal));
        Results.Protect(images);
        return images;
    }

    private IReadOnlyList<string> Find(string path, bool literal)
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
            return File.Exists(named) ? [named] : throw new CycleGanException(FaultKind.PathNotFound, $"The image '{named}' does not exist.", named);
        }

        // The results of the last time, which come along where all of a folder is piped.
        if (MyInvocation.ExpectingInput && Results.Is(named))
        {
            WriteWarning($"'{named}' is where the results go, and is left out.");
            return [];
        }

        return ImageFolder.List(named, tell: WriteWarning);
    }

    // A pattern means the pictures that it matches, and not what lies in folders that it matches, too.
    private List<string> Matching(string path)
    {
        var leftOut = new LeftOutFiles();
        var images = this.ExistingFileSystemPaths(path).Where(file => !Directory.Exists(file) && ImageFolder.Takes(new FileInfo(file), leftOut)).ToList();
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
}
