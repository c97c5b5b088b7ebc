using CycleGanPS.Core;

namespace CycleGanPS.Binding;

/// <summary>
/// The folder that a cmdlet writes one picture for each of its pictures into. Nothing is written over: not what is there, not
/// another picture's result, and never the source.
/// </summary>
internal sealed class DestinationFolder
{
    private readonly Dictionary<string, string> _sourceOf = new(
        OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    private readonly string _path;
    private readonly bool _overwrites;
    private readonly string _remedy;

    /// <param name="path">The folder; it need not be there.</param>
    /// <param name="overwrites">Whether files that are there may be replaced.</param>
    /// <param name="remedy">What to choose where a picture would overwrite itself.</param>
    /// <exception cref="CycleGanException">There is a file of that name.</exception>
    public DestinationFolder(string path, bool overwrites, string remedy)
    {
        (_path, _overwrites, _remedy) = (path, overwrites, remedy);
        if (File.Exists(path))
        {
            throw new CycleGanException(FaultKind.OutputExists, $"The destination '{path}' is a file; a folder is needed.", path);
        }
    }

    /// <summary>Results that are there already are left, and their sources passed over.</summary>
    public bool KeepsExisting { get; init; }

    /// <summary>Whether the folder lies below one that is searched, and a file of that one is in it: a result of an earlier search.</summary>
    public bool Holds(string file, string searched) => IsBelow(_path, searched) && IsBelow(file, _path);

    /// <summary>The path of a source's result, from now on taken; null where it is there already and is kept.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="fileName">The name of its result, with the subfolder that it goes to.</param>
    /// <exception cref="CycleGanException">It is taken, is there already, or is the source itself.</exception>
    public string? Claim(string source, string fileName)
    {
        var target = Path.Combine(_path, fileName);
        if (!_sourceOf.TryAdd(target, source))
        {
            throw new CycleGanException(FaultKind.OutputExists, $"'{source}' would be written to '{target}' like '{_sourceOf[target]}' before it.", source);
        }

        if (_sourceOf.Comparer.Equals(source, target))
        {
            throw new CycleGanException(FaultKind.OutputExists, $"'{source}' would overwrite itself. Choose {_remedy}.", source);
        }

        if (KeepsExisting && File.Exists(target))
        {
            return null;
        }

        OutputFile.EnsureFree(target, _overwrites);
        return target;
    }

    /// <summary>Makes the folder of a result that is to be written.</summary>
    /// <exception cref="CycleGanException">It cannot be made.</exception>
    public static void MakeFor(string target)
    {
        var folder = Path.GetDirectoryName(target)!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CycleGanException(FaultKind.OutputNotWritable, $"The folder '{folder}' could not be made: {fault.Message}", folder, fault);
        }
    }

    private bool IsBelow(string path, string folder)
    {
        var comparison = _sourceOf.Comparer == StringComparer.Ordinal ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, comparison);
    }
}
