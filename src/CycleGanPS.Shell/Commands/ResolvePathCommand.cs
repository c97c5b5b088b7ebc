using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Resolves wildcards to the paths that exist.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(PathInfo), typeof(string))]
public sealed class ResolvePathCommand : PathItemCommand
{
    [Parameter]
    public SwitchParameter Relative { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var path in Paths)
        {
            Try(path, () =>
            {
                var pattern = IsLiteral ? WildcardPattern.Escape(path) : path;
                foreach (var resolved in SessionState.Path.GetResolvedPSPathFromPSPath(pattern))
                {
                    WriteObject(Relative ? RelativeTo(resolved) : resolved);
                }
            });
        }
    }

    private string RelativeTo(PathInfo path)
    {
        var relative = System.IO.Path.GetRelativePath(SessionState.Path.CurrentFileSystemLocation.ProviderPath, path.ProviderPath);
        return relative.StartsWith("..", StringComparison.Ordinal) || System.IO.Path.IsPathRooted(relative)
            ? relative
            : System.IO.Path.Combine(".", relative);
    }
}
