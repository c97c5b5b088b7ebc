using System.Management.Automation;
using System.Text;

namespace CycleGanPS.Shell.Commands;

/// <summary>Turns lines of comma separated values into objects.</summary>
[Cmdlet(VerbsData.ConvertFrom, "Csv")]
public sealed class ConvertFromCsvCommand : PSCmdlet
{
    private readonly StringBuilder _text = new();

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public PSObject[] InputObject { get; set; } = [];

    [Parameter(Position = 1)]
    public char Delimiter { get; set; } = ',';

    [Parameter]
    public string[]? Header { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var line in InputObject)
        {
            _text.Append(line).Append('\n');
        }
    }

    protected override void EndProcessing()
    {
        var reader = new CsvReader(new StringReader(_text.ToString()), Delimiter);
        string? typeName = null;
        if ((Header ?? reader.ReadHeader(out typeName)) is { } header)
        {
            WriteObject(reader.ReadObjects(CsvHeader.Complete(header, this), typeName), enumerateCollection: true);
        }
    }
}
