using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Gives a part of a path.</summary>
[Cmdlet(VerbsCommon.Split, "Path", DefaultParameterSetName = "ParentSet")]
[OutputType(typeof(string), typeof(bool))]
public sealed class SplitPathCommand : ItemCommand
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "ParentSet", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "LeafSet", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "LeafBaseSet", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "ExtensionSet", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "QualifierSet", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "NoQualifierSet", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "IsAbsoluteSet", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[]? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPathSet", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[]? LiteralPath { get; set; }

    [Parameter(ParameterSetName = "ParentSet")]
    public SwitchParameter Parent { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "LeafSet")]
    public SwitchParameter Leaf { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "LeafBaseSet")]
    public SwitchParameter LeafBase { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "ExtensionSet")]
    public SwitchParameter Extension { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "QualifierSet")]
    public SwitchParameter Qualifier { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "NoQualifierSet")]
    public SwitchParameter NoQualifier { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "IsAbsoluteSet")]
    public SwitchParameter IsAbsolute { get; set; }

    [Parameter]
    public SwitchParameter Resolve { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var path in LiteralPath ?? Path!)
        {
            Try(path, () =>
            {
                IEnumerable<string> all = Resolve ? ProviderPaths(path, LiteralPath is not null) : [path];
                WriteObject(all.Select(Part), enumerateCollection: true);
            });
        }
    }

    private object? Part(string path)
    {
        var intrinsics = SessionState.Path;
        switch (ParameterSetName)
        {
            case "LeafSet":
                return intrinsics.ParseChildName(path);
            case "LeafBaseSet":
                return System.IO.Path.GetFileNameWithoutExtension(intrinsics.ParseChildName(path));
            case "ExtensionSet":
                return System.IO.Path.GetExtension(intrinsics.ParseChildName(path));
            case "IsAbsoluteSet":
                return intrinsics.IsPSAbsolute(path, out _) || System.IO.Path.IsPathRooted(path);
            case "QualifierSet":
            case "NoQualifierSet":
                var colon = path.IndexOf(':') + 1;
                return NoQualifier ? path[colon..]
                    : colon > 0 ? path[..colon]
                    : throw new PSInvalidOperationException($"Cannot parse path because path '{path}' does not have a qualifier specified.");
            default:
                return intrinsics.ParseParent(path, "");
        }
    }
}
