using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Commands;

/// <summary>Export-CycleGanLossPlot: the loss curves as a figure, from records in the pipeline or from a run.</summary>
[Cmdlet(VerbsData.Export, "CycleGanLossPlot", SupportsShouldProcess = true, DefaultParameterSetName = "InputObject")]
[OutputType(typeof(FileInfo))]
public sealed class ExportCycleGanLossPlotCommand : CycleGanCommand
{
    private readonly List<LossRecord> _records = [];

    /// <summary>Loss records, as Start-CycleGanTraining and Get-CycleGanLoss give them, or rows of Import-Csv.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "InputObject")]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>A run's folder.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Run")]
    [ValidateNotNullOrEmpty]
    public string Run { get; set; } = null!;

    /// <summary>The PNG file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    [Parameter]
    [ValidateRange(300, 16384)]
    public int Width { get; set; } = 1200;

    [Parameter]
    [ValidateRange(200, 16384)]
    public int Height { get; set; } = 500;

    /// <summary>A line above both panels.</summary>
    [Parameter]
    public string? Title { get; set; }

    /// <summary>Overwrite the file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void Process()
    {
        if (ParameterSetName == "Run")
        {
            return;
        }

        if ((InputObject?.BaseObject as LossRecord ?? Parse(InputObject)) is { } record)
        {
            _records.Add(record);
        }
        else
        {
            var fault = new CycleGanException(
                FaultKind.InvalidArgument, $"'{InputObject}' is not a loss record: it lacks a column, or one is no number.", InputObject);
            WriteError(ErrorRecords.From(fault, InputObject));
        }
    }

    protected override void End()
    {
        string[] inputs = [];
        if (ParameterSetName == "Run")
        {
            var losses = LossesOf(this.FileSystemPath(Run));
            _records.AddRange(LossLog.Read(losses));
            inputs = [losses];
        }

        if (!System.IO.Path.GetExtension(Path).Equals(".png", StringComparison.OrdinalIgnoreCase))
        {
            throw new CycleGanException(FaultKind.InvalidArgument, $"The figure is written as PNG; name '{Path}' with the extension .png.", Path);
        }

        var path = OutputFile.Claim(this, Path, Force);
        OutputFile.EnsureNoInput(path, inputs);
        if (ShouldProcess(path, $"Plot {_records.Count} loss records"))
        {
            LossPlot.Save(_records, path, Width, Height, Title);
            WriteObject(new FileInfo(path));
        }
    }

    private static string LossesOf(string path)
    {
        var losses = Directory.Exists(path) ? new RunFolder(path).Losses : path;
        return File.Exists(losses)
            ? losses
            : throw new CycleGanException(FaultKind.PathNotFound, $"'{path}' is not a training run: it has no losses.csv.", path);
    }

    // Rows of a CSV are objects whose properties are text in invariant format.
    private static LossRecord? Parse(PSObject? row)
    {
        if (row is null)
        {
            return null;
        }

        var cells = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in row.Properties)
        {
            cells[property.Name] = LanguagePrimitives.ConvertTo<string>(property.Value);
        }

        return LossRecordParser.TryParse(cells);
    }
}
