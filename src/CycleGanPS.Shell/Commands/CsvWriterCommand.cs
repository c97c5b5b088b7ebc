using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>What Export-Csv and ConvertTo-Csv share.</summary>
public abstract class CsvWriterCommand : ItemCommand
{
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public PSObject? InputObject { get; set; }

    [Parameter]
    [ValidateNotNull]
    public char Delimiter { get; set; } = ',';

    [Parameter]
    public SwitchParameter UseCulture { get; set; }

    [Parameter]
    [Alias("ITI")]
    public SwitchParameter IncludeTypeInformation { get; set; }

    [Parameter(DontShow = true)]
    [Alias("NTI")]
    public SwitchParameter NoTypeInformation { get; set; }

    [Parameter]
    [Alias("UQ")]
    public CsvQuoting UseQuotes { get; set; } = CsvQuoting.Always;

    [Parameter]
    [Alias("QF")]
    public string[] QuoteFields { get; set; } = [];

    [Parameter]
    public SwitchParameter NoHeader { get; set; }

    private protected CsvText Text => new(
        UseCulture ? System.Globalization.CultureInfo.CurrentCulture.TextInfo.ListSeparator[0] : Delimiter, UseQuotes, QuoteFields);

    private protected static string TypeLine(PSObject item) => "#TYPE " + item.TypeNames[0];
}
