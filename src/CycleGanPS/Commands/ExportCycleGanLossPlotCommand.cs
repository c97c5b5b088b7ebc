using System.Management.Automation;
using CycleGanPS.Binding.Completion;
using CycleGanPS.Core;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Commands;

/// <summary>Export-CycleGanLossPlot: the loss curves as a figure, from records in the pipeline or from a run.</summary>
[Cmdlet(VerbsData.Export, "CycleGanLossPlot", SupportsShouldProcess = true, DefaultParameterSetName = "InputObject")]
[OutputType(typeof(FileInfo))]
public sealed class ExportCycleGanLossPlotCommand : CycleGanCommand
{
    private readonly List<LossRecord> _records = [];
    private string _path = "";

    /// <summary>Loss records, as Start-CycleGanTraining and Get-CycleGanLoss give them, rows of Import-Csv, or runs.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "InputObject")]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The folders of runs.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Run")]
    [ItemPath]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RunCompleter))]
    public string[] Run { get; set; } = null!;

    /// <summary>The file to write, .png or .svg.</summary>
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

    // Before the records come: whoever makes them may be training for days.
    protected override void Begin()
    {
        if (!System.IO.Path.GetExtension(Path).Equals(".png", StringComparison.OrdinalIgnoreCase) && !LossPlot.IsSvg(Path))
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument, $"The figure is written as PNG or SVG; name '{Path}' with the extension .png or .svg.", Path);
        }

        _path = OutputFile.Claim(this, Path, Force);
    }

    protected override void Process()
    {
        if (ParameterSetName == "Run")
        {
            return;
        }

        if (InputObject?.BaseObject is RunSummary or DirectoryInfo)
        {
            var run = (string)ItemPathAttribute.PathOf(InputObject)!;
            Guard(run, () => _records.AddRange(ReadRun(run)));
        }
        else if ((InputObject?.BaseObject as LossRecord ?? Parse(InputObject)) is { } record)
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
        if (ParameterSetName == "Run")
        {
            string[] runs = [.. Run.Select(this.FileSystemPath)];
            OutputFile.EnsureNoInput(_path, runs.Select(run => Directory.Exists(run) ? new RunFolder(run).Losses : run));
            _records.AddRange(runs.SelectMany(ReadRun));
        }

        // What has come there meanwhile is not overwritten either.
        OutputFile.EnsureFree(_path, Force);
        if (ShouldProcess(_path, OutputFile.Action(_path, $"Plot {_records.Count} loss records")))
        {
            LossPlot.Save(_records, _path, Width, Height, Title);
            WriteObject(OutputFile.Item(this, _path));
        }
    }

    private static IEnumerable<LossRecord> ReadRun(string path) =>
        File.Exists(path) ? LossLog.Read(path).Select(new RunFolder(System.IO.Path.GetDirectoryName(path)!).Sign) : new RunFolder(path).ReadLosses();

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
