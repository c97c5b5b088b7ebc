using System.Management.Automation;
using System.Text;

namespace CycleGanPS.Shell.Commands;

/// <summary>Reads files of comma separated values.</summary>
[Cmdlet(VerbsData.Import, "Csv", DefaultParameterSetName = "Path")]
public sealed class ImportCsvCommand : PathItemCommand
{
    [Parameter(Position = 1)]
    public char Delimiter { get; set; } = ',';

    [Parameter]
    public SwitchParameter UseCulture { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Header { get; set; }

    [Parameter]
    [TextEncoding]
    public Encoding Encoding { get; set; } = TextEncoding.Default;

    protected override void ProcessRecord() => ForEachItem(path =>
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var text = new StreamReader(stream, Encoding);
        var delimiter = UseCulture ? System.Globalization.CultureInfo.CurrentCulture.TextInfo.ListSeparator[0] : Delimiter;
        var reader = new CsvReader(text, delimiter);
        string? typeName = null;
        if ((Header ?? reader.ReadHeader(out typeName)) is { } header)
        {
            foreach (var item in reader.ReadObjects(CsvHeader.Complete(header, this), typeName))
            {
                WriteObject(item);
            }
        }
    });
}
