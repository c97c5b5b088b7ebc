using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Puts a path and its children together.</summary>
[Cmdlet(VerbsCommon.Join, "Path")]
[OutputType(typeof(string))]
public sealed class JoinPathCommand : ItemCommand
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] Path { get; set; } = [];

    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string[]? ChildPath { get; set; }

    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true, ValueFromRemainingArguments = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[] AdditionalChildPath { get; set; } = [];

    [Parameter]
    public SwitchParameter Resolve { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            Try(path, () =>
            {
                var joined = path;
                foreach (var child in (ChildPath ?? []).Concat(AdditionalChildPath ?? []))
                {
                    joined = SessionState.Path.Combine(joined, child ?? "");
                }

                if (Resolve)
                {
                    WriteObject(ProviderPaths(joined, literal: false), enumerateCollection: true);
                }
                else
                {
                    WriteObject(joined);
                }
            });
        }
    }
}
