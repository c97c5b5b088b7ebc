using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Goes back to the location last pushed.</summary>
[Cmdlet(VerbsCommon.Pop, "Location")]
[OutputType(typeof(PathInfo))]
public sealed class PopLocationCommand : ItemCommand
{
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string StackName { get; set; } = "";

    protected override void ProcessRecord() => Try(StackName, () =>
    {
        var location = SessionState.Path.PopLocation(StackName);
        if (PassThru)
        {
            WriteObject(location);
        }
    });
}
