using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Keeps the current location on a stack and goes to another.</summary>
[Cmdlet(VerbsCommon.Push, "Location", DefaultParameterSetName = "Path")]
[OutputType(typeof(PathInfo))]
public sealed class PushLocationCommand : ItemCommand
{
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string? Path { get; set; }

    [Parameter(ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string? LiteralPath { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public string StackName { get; set; } = "";

    protected override void ProcessRecord() => Try(LiteralPath ?? Path ?? ".", () =>
    {
        SessionState.Path.PushCurrentLocation(StackName);
        if ((LiteralPath is null ? Path : WildcardPattern.Escape(LiteralPath)) is { } path)
        {
            try
            {
                SessionState.Path.SetLocation(path);
            }
            catch (Exception)
            {
                // A location that is not there leaves the stack as it was.
                SessionState.Path.PopLocation(StackName);
                throw;
            }
        }

        if (PassThru)
        {
            WriteObject(SessionState.Path.CurrentLocation);
        }
    });
}
