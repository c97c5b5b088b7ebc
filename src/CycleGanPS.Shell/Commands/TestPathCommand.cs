using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Tells whether items exist.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(bool))]
public sealed class TestPathCommand : ItemCommand
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string?[]? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string?[]? LiteralPath { get; set; }

    [Parameter]
    public string? Filter { get; set; }

    [Parameter]
    public string[]? Include { get; set; }

    [Parameter]
    public string[]? Exclude { get; set; }

    [Parameter]
    [Alias("Type")]
    public TestPathType PathType { get; set; }

    [Parameter]
    public SwitchParameter IsValid { get; set; }

    protected override void ProcessRecord()
    {
        var literal = ParameterSetName == "LiteralPath";
        var paths = literal ? LiteralPath : Path;
        if (paths is null or [])
        {
            WriteError(new ErrorRecord(
                new ArgumentNullException(literal ? nameof(LiteralPath) : nameof(Path)),
                "NullPathNotPermitted", ErrorCategory.InvalidArgument, paths));
            return;
        }

        foreach (var path in paths)
        {
            var found = false;
            if (!string.IsNullOrWhiteSpace(path))
            {
                Try(path, () => found = IsValid ? SessionState.Path.IsValid(path) : Exists(path, literal));
            }

            WriteObject(found);
        }
    }

    private bool Exists(string path, bool literal)
    {
        if (!InvokeProvider.Item.Exists(path, force: false, literal))
        {
            return false;
        }

        if (PathType == TestPathType.Any && Filter is null && Include is null && Exclude is null)
        {
            return true;
        }

        var filter = new ItemFilter(Filter, Include, Exclude);
        return InvokeProvider.Item.Get([path], force: true, literal).Any(item =>
            filter.Keeps(item)
            && (PathType == TestPathType.Any
                || LanguagePrimitives.IsTrue(item.Properties["PSIsContainer"]?.Value) == (PathType == TestPathType.Container)));
    }
}
