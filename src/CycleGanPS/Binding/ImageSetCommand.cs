using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Metrics;

namespace CycleGanPS.Binding;

/// <summary>
/// A cmdlet that measures sets of pictures: resolves paths, and collects the files that are piped to it before it
/// begins.
/// </summary>
public abstract class ImageSetCommand : CycleGanCommand
{
    private readonly List<string> _piped = [];

    /// <summary>Whether the folders below a folder count, too.</summary>
    protected virtual bool SearchesBelow => false;

    /// <summary>The files of this step of the pipeline.</summary>
    protected abstract string[]? PipedPaths { get; }

    /// <summary>Measures, once all input is there.</summary>
    protected abstract void Measure();

    protected sealed override void Process() => _piped.AddRange((PipedPaths ?? []).Select(this.FileSystemPath));

    protected sealed override void End() => Measure();

    /// <summary>The absolute paths that a parameter means; null takes the piped files.</summary>
    protected IReadOnlyList<string> ResolvePaths(string[]? paths) => paths is null ? _piped : [.. paths.SelectMany(path => Expand(path, null))];

    /// <summary>The set that a parameter means; null takes the piped files.</summary>
    private protected ImageSet Resolve(string[]? paths)
    {
        var images = paths is null ? _piped : paths.SelectMany(path =>
        {
            var leftOut = new LeftOutFiles();
            var found = Expand(path, leftOut);
            if (leftOut.Tell(path) is { } sentence)
            {
                WriteWarning(sentence);
            }

            return found;
        }).ToList();
        return ImageSet.FromPaths(images, SearchesBelow, WriteWarning);
    }

    /// <summary>The set, where only pictures will do.</summary>
    private protected ImageSet ResolveImages(string[]? paths)
    {
        var set = Resolve(paths);
        return set.Statistics is null
            ? set
            : throw new CycleGanException(FaultKind.InvalidArgument, $"'{set.Statistics}' is a file of statistics; pictures are needed here.", set.Statistics);
    }

    /// <summary>The absolute path of a statistics file to write.</summary>
    /// <exception cref="CycleGanException">It does not end in .npz, its folder does not exist, it or it exists and is not to be replaced.</exception>
    private protected string StatisticsDestination(string path, bool force)
    {
        if (!path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
        {
            throw new CycleGanException(FaultKind.InvalidArgument, $"Statistics are written as .npz; '{path}' ends otherwise.", path);
        }

        return OutputFile.Claim(this, path, force);
    }

    protected void ShowProgress(string activity, int done, int total) =>
        Bars.Show(activity, $"{done} of {total}", (double)done / Math.Max(1, total));

    // What exists under the name itself is meant by it, brackets and all; only else is it a pattern. Of what a pattern matches
    // files that are no pictures are left out, where they are to be.
    private List<string> Expand(string path, LeftOutFiles? leftOut)
    {
        var literal = this.FileSystemPath(path);
        if (!WildcardPattern.ContainsWildcardCharacters(path) || Directory.Exists(literal) || File.Exists(literal))
        {
            return [literal];
        }

        var found = this.ExistingFileSystemPaths(path).Where(file =>
            leftOut is null || Directory.Exists(file) || ImageSet.IsStatistics(file) || ImageFolder.Takes(new FileInfo(file), leftOut)).ToList();
        return found.Count > 0
            ? found
            : throw new CycleGanException(FaultKind.PathNotFound, $"Nothing matches '{path}'. {leftOut?.Tell(path)}".TrimEnd(), path);
    }
}
