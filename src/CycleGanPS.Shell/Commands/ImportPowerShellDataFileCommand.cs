using System.Management.Automation;
using System.Management.Automation.Language;

namespace CycleGanPS.Shell.Commands;

/// <summary>Reads a hashtable from a psd1 file without running anything.</summary>
[Cmdlet(VerbsData.Import, "PowerShellDataFile", DefaultParameterSetName = "Path")]
public sealed class ImportPowerShellDataFileCommand : PathItemCommand
{
    [Parameter]
    public SwitchParameter SkipLimitCheck { get; set; }

    protected override void ProcessRecord() => ForEachItem(path =>
    {
        var ast = Parser.ParseFile(path, out _, out var errors);
        if (errors.Length > 0)
        {
            WriteError(new ErrorRecord(
                new ParseException(errors), "CouldNotParseAsPowerShellDataFile", ErrorCategory.InvalidData, path));
        }
        else if (ast.Find(node => node is HashtableAst, searchNestedScriptBlocks: false) is not HashtableAst table)
        {
            WriteError(new ErrorRecord(
                new InvalidOperationException($"The file '{path}' could not be parsed as a PowerShell Data File: it holds no hashtable."),
                "CouldNotParseAsPowerShellDataFileNoHashtableRoot", ErrorCategory.InvalidData, path));
        }
        else
        {
            WriteObject(table.SafeGetValue());
        }
    });
}
