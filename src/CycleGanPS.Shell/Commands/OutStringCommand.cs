using System.Management.Automation;
using CycleGanPS.Shell.Host;

namespace CycleGanPS.Shell.Commands;

/// <summary>Gives as text what the screen would show.</summary>
[Cmdlet(VerbsData.Out, "String", DefaultParameterSetName = "NoNewLineFormatting")]
[OutputType(typeof(string))]
public sealed class OutStringCommand : PSCmdlet
{
    private readonly List<PSObject?> _objects = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>One text a line, instead of one in all.</summary>
    [Parameter(ParameterSetName = "StreamFormatting")]
    public SwitchParameter Stream { get; set; }

    /// <summary>Columns; those of the screen by default.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; } = ConsoleRawUserInterface.Width;

    [Parameter(ParameterSetName = "NoNewLineFormatting")]
    public SwitchParameter NoNewline { get; set; }

    protected override void ProcessRecord() => _objects.Add(InputObject);

    protected override void EndProcessing()
    {
        var text = OutputCapture.Of(Show, Width);
        if (Stream)
        {
            var lines = text.Split('\n');
            WriteObject(lines.Take(lines[^1].Length == 0 ? lines.Length - 1 : lines.Length), enumerateCollection: true);
        }
        else
        {
            WriteObject(NoNewline ? text.Replace("\n", "") : text.ReplaceLineEndings());
        }
    }

    private void Show()
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand("Out-Default").Invoke(_objects);
    }
}
