using CycleGanPS.Core;
using CycleGanPS.Core.Files;

namespace CycleGanPS.Binding;

/// <summary>
/// The folder that a cmdlet writes one picture for each of its pictures into. Nothing is written over: not what is there, not
/// another picture's result, and never a source, whatever it is called there.
/// </summary>
internal sealed class DestinationFolder
{
    private readonly Dictionary<string, string> _sourceOf = new(
        OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<FileIdentity, string> _sources = [];
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

    /// <summary>Whether a picture's result might replace another picture beside it, so that all have to be known before it is written.</summary>
    public bool MayReplaceBeside(string source) => _overwrites && Is(Path.GetDirectoryName(source)!);

    /// <summary>Whether a path leads to this folder.</summary>
    public bool Is(string folder) => FileIdentity.AreSame(folder, _path);

    /// <summary>Notes pictures that are to be read, so that no result is written over one of them.</summary>
    public void Protect(IEnumerable<string> sources)
    {
        foreach (var source in sources)
        {
            if (FileIdentity.Of(source) is { } identity)
            {
                _sources.TryAdd(identity, source);
            }
        }
    }

    /// <summary>The path of a source's result, from now on taken; null where it is there already and is kept.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="fileName">The name of its result, with the subfolder that it goes to.</param>
    /// <exception cref="CycleGanException">It is taken, is there already, or is a source.</exception>
    public string? Claim(string source, string fileName)
    {
        var target = Path.Combine(_path, fileName);
        if (_sourceOf.TryGetValue(source, out var madeOf))
        {
            throw new CycleGanException(FaultKind.OutputExists, $"'{source}' is what was made of '{madeOf}' just now, and is left out.", source);
        }

        if (_sourceOf.TryGetValue(target, out var earlier))
        {
            throw new CycleGanException(FaultKind.OutputExists, $"'{source}' would be written to '{target}' like '{earlier}' before it.", source);
        }

        Protect([source]);
        if (FileIdentity.Of(target) is { } there && _sources.TryGetValue(there, out var known))
        {
            var what = FileIdentity.AreSame(source, target) ? "itself" : $"'{known}', which is to be read, too";
            throw new CycleGanException(FaultKind.OutputExists, $"'{source}' would overwrite {what}. Choose {_remedy}.", source);
        }

        if (KeepsExisting && File.Exists(target))
        {
            return null;
        }

        OutputFile.EnsureFree(target, _overwrites);
        _sourceOf.Add(target, source);
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
