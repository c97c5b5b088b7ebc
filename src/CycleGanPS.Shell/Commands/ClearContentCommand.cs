using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Empties files.</summary>
[Cmdlet(VerbsCommon.Clear, "Content", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
public sealed class ClearContentCommand : PathItemCommand
{
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord() => ForEachItem(path =>
    {
        if (ShouldProcess(path, "Clear Content"))
        {
            InvokeProvider.Content.Clear([path], Force, literalPath: true);
        }
    });
}
