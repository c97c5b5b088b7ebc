using CycleGanPS.Core.Data;

namespace CycleGanPS.Core.Metrics;

/// <summary>One side of a comparison, as the user names it: pictures, or a file of statistics about them.</summary>
internal sealed record ImageSet
{
    private const string StatisticsExtension = ".npz";
    private const string ArrayExtension = ".npy";

    private ImageSet(string name, IReadOnlyList<string> images, string? statistics) => (Name, Images, Statistics) = (name, images, statistics);

    /// <summary>What to call the set: a folder, a file, or how many files.</summary>
    public string Name { get; }

    /// <summary>The pictures; empty where the set is a file of statistics.</summary>
    public IReadOnlyList<string> Images { get; }

    /// <summary>The file of statistics, if that is what was named.</summary>
    public string? Statistics { get; }

    /// <summary>The folder that the pictures were taken from, or null where they were named one by one or come from several.</summary>
    public string? Root { get; private init; }

    /// <summary>The same set with some of its pictures.</summary>
    public ImageSet With(IReadOnlyList<string> images) => new(Name, images, Statistics) { Root = Root };

    /// <summary>Whether a file is one of statistics, by its name.</summary>
    public static bool IsStatistics(string path) => path.EndsWith(StatisticsExtension, StringComparison.OrdinalIgnoreCase);

    /// <summary>The set that paths mean: folders and picture files together, or one file of statistics.</summary>
    /// <param name="paths">Absolute paths.</param>
    /// <param name="recurse">Whether the folders below a folder count, too.</param>
    /// <param name="tell">Told of files that are left out, a sentence a folder.</param>
    /// <exception cref="CycleGanException">A path does not exist, or a folder holds no pictures.</exception>
    public static ImageSet FromPaths(IReadOnlyList<string> paths, bool recurse, Action<string>? tell = null)
    {
        if (paths is [var only] && File.Exists(only) && IsStatistics(only))
        {
            return new ImageSet(only, [], only);
        }

        var images = new List<string>();
        foreach (var path in paths)
        {
            if (IsStatistics(path))
            {
                throw new CycleGanException(
                    FaultKind.InvalidArgument,
                    $"'{path}' is a file of statistics and cannot be mixed with others here.",
                    path) { Remedy = Remedy.MergeStatistics };
            }

            if (path.EndsWith(ArrayExtension, StringComparison.OrdinalIgnoreCase) && File.Exists(path))
            {
                throw new CycleGanException(
                    FaultKind.UnreadableStatistics, $"'{path}' is a single NumPy array (.npy); statistics are an .npz file with mu and sigma.", path);
            }

            if (Directory.Exists(path))
            {
                images.AddRange(ImageFolder.List(path, recurse, tell));
            }
            else if (File.Exists(path))
            {
                images.Add(path);
            }
            else
            {
                throw new CycleGanException(FaultKind.PathNotFound, $"There is no folder or file '{path}'.", path);
            }
        }

        if (images.Count == 0)
        {
            throw new CycleGanException(FaultKind.EmptyFolder, "No pictures were given.");
        }

        return new ImageSet(paths.Count == 1 ? paths[0] : $"{images.Count} files", images, null)
        {
            Root = paths is [var folder] && Directory.Exists(folder) ? folder : null,
        };
    }
}
