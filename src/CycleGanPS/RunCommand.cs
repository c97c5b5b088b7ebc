using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Training;

namespace CycleGanPS;

/// <summary>A cmdlet that reads run folders: each that is found is processed, each that is none is an error of its own.</summary>
public abstract class RunCommand : PSCmdlet
{
    /// <summary>Run folders; wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = "Path")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Run folders, as they are written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>The runs that are meant where no path is given.</summary>
    protected virtual string DefaultPath => ".";

    protected abstract void Process(RunFolder run);

    protected sealed override void ProcessRecord()
    {
        if (LiteralPath is not null)
        {
            foreach (var path in LiteralPath)
            {
                Try(path, () => [SessionState.Path.GetUnresolvedProviderPathFromPSPath(path)]);
            }

            return;
        }

        foreach (var path in Path ?? [DefaultPath])
        {
            Try(path, () => SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _)
                .Where(found => !WildcardPattern.ContainsWildcardCharacters(path) || new RunFolder(found).Exists));
        }
    }

    private void Try(string given, Func<IEnumerable<string>> resolve)
    {
        IReadOnlyList<string> folders;
        try
        {
            folders = [.. resolve()];
        }
        catch (ItemNotFoundException fault)
        {
            WriteError(ErrorRecords.From(new CycleGanException(FaultKind.PathNotFound, $"There is no run folder {given}.", given, fault)));
            return;
        }

        foreach (var folder in folders)
        {
            try
            {
                Process(new RunFolder(folder));
            }
            catch (Exception fault) when (fault is CycleGanException or IOException or UnauthorizedAccessException)
            {
                WriteError(ErrorRecords.From(fault, folder));
            }
        }
    }
}
