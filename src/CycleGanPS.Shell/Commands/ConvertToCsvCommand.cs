using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Turns objects into lines of comma separated values.</summary>
[Cmdlet(VerbsData.ConvertTo, "Csv")]
[OutputType(typeof(string))]
public sealed class ConvertToCsvCommand : CsvWriterCommand
{
    private string[]? _names;

    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        if (_names is null)
        {
            _names = CsvText.NamesOf(InputObject);
            if (IncludeTypeInformation)
            {
                WriteObject(TypeLine(InputObject));
            }

            if (!NoHeader)
            {
                WriteObject(Text.Header(_names));
            }
        }

        WriteObject(Text.Row(_names, InputObject));
    }
}
