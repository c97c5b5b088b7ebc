using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>A command whose items are piped in or named by -Path or -LiteralPath.</summary>
public abstract class PathItemCommand : ItemCommand
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [AllowEmptyString]
    public string[] LiteralPath { get; set; } = [];

    private protected bool IsLiteral => ParameterSetName == "LiteralPath";

    private protected string[] Paths => IsLiteral ? LiteralPath : Path;

    /// <summary>Runs an action for each item the paths stand for.</summary>
    private protected void ForEachItem(Action<string> action, bool mustExist = true)
    {
        foreach (var path in Paths)
        {
            Try(path, () =>
            {
                foreach (var resolved in ProviderPaths(path, IsLiteral, mustExist))
                {
                    Try(resolved, () => action(resolved));
                }
            });
        }
    }
}
