using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Makes an empty file in the folder for temporary files.</summary>
[Cmdlet("New", "TemporaryFile", SupportsShouldProcess = true)]
public sealed class NewTemporaryFileCommand : PSCmdlet
{
    protected override void EndProcessing()
    {
        if (ShouldProcess(Path.GetTempPath(), "New-TemporaryFile"))
        {
            WriteObject(new FileInfo(Path.GetTempFileName()));
        }
    }
}
