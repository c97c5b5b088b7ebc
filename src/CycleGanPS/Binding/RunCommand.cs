using System.Management.Automation;
using CycleGanPS.Binding.Completion;
using CycleGanPS.Core;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Binding;

/// <summary>A cmdlet that reads run folders: each that is found is processed, each that is none is an error of its own.</summary>
public abstract class RunCommand : CycleGanCommand
{
    /// <summary>Run folders; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    [ItemPath]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RunCompleter))]
    public string[]? Path { get; set; }

    /// <summary>Run folders, as they are written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>The runs that are meant where no path is given.</summary>
    protected virtual string DefaultPath => ".";

    private protected abstract void Process(RunFolder run);

    protected sealed override void Process()
    {
        foreach (var path in LiteralPath ?? Path ?? [DefaultPath])
        {
            Guard(path, () =>
            {
                foreach (var folder in Find(path))
                {
                    Guard(folder, () => Process(new RunFolder(folder)));
                }
            });
        }
    }

    // What exists under the name itself is meant by it, brackets and all. What a wildcard matches need not all be runs.
    private IReadOnlyList<string> Find(string path)
    {
        if (LiteralPath is not null || Directory.Exists(this.FileSystemPath(path)))
        {
            return [this.FileSystemPath(path)];
        }

        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            return this.ExistingFileSystemPaths(path);
        }

        var runs = this.ExistingFileSystemPaths(path).Where(folder => new RunFolder(folder).Exists).ToList();
        return runs.Count > 0 ? runs : throw new CycleGanException(FaultKind.PathNotFound, $"No run matches '{path}'.", path);
    }
}
