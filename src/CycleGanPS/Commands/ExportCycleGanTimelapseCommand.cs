using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Reports;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Training;

namespace CycleGanPS.Commands;

/// <summary>Export-CycleGanTimelapse: the sample sheets of a run as an animated GIF.</summary>
[Cmdlet(VerbsData.Export, "CycleGanTimelapse", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(FileInfo))]
public sealed class ExportCycleGanTimelapseCommand : RunCommand
{
    private string? _file;
    private string? _madeOf;

    /// <summary>The .gif file to write, or the folder for it; timelapse.gif in the run's folder by default.</summary>
    [Parameter]
    [ItemPath]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>The rows of the sample sheets to show.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public SampleRow[] Row { get; set; } = [SampleRow.RealA, SampleRow.FakeB];

    /// <summary>Side of a picture in pixels; as in the samples, but 64 at most, by default.</summary>
    [Parameter]
    [ValidateRange(16, 1024)]
    public int? Size { get; set; }

    /// <summary>Frames at most; of more samples so many are taken, evenly spread.</summary>
    [Parameter]
    [ValidateRange(2, 1000)]
    public int Count { get; set; } = 40;

    /// <summary>The pace.</summary>
    [Parameter]
    [ValidateRange(0.1, 50.0)]
    public double FramesPerSecond { get; set; } = 8;

    /// <summary>Seconds for which the last frame is seen.</summary>
    [Parameter]
    [ValidateRange(0.0, 60.0)]
    public double Hold { get; set; } = 2;

    /// <summary>Overwrite the file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void Begin()
    {
        if (Destination is null || Directory.Exists(this.FileSystemPath(Destination)))
        {
            return;
        }

        if (!System.IO.Path.GetExtension(Destination).Equals(".gif", StringComparison.OrdinalIgnoreCase))
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument, $"A time-lapse is written as GIF; name '{Destination}' with the extension .gif.", Destination);
        }

        _file = OutputFile.Claim(this, Destination, Force);
    }

    private protected override void Process(RunFolder run)
    {
        var training = run.ReadOptions(run.Read(), this.ReadConfig);
        var path = _file ?? (Destination is null ? run.Timelapse : System.IO.Path.Combine(this.FileSystemPath(Destination), run.Name + ".gif"));
        if (_madeOf is not null && _file is not null)
        {
            throw new CycleGanException(
                FaultKind.OutputExists, $"'{_file}' is the time-lapse of '{_madeOf}' already; name a folder, and each run gets its own.", run.Path);
        }

        OutputFile.EnsureFree(path, Force);
        var timelapse = new Timelapse(run, training, new TimelapseOptions
        {
            Rows = Row, Size = Size, Frames = Count, FramesPerSecond = FramesPerSecond, Hold = TimeSpan.FromSeconds(Hold),
        });
        OutputFile.EnsureNoInput(path, timelapse.Samples.Select(sample => sample.Path));
        if (!ShouldProcess(path, OutputFile.Action(path, $"Write a time-lapse of {timelapse.Samples.Count} sample sheets of {run.Path}")))
        {
            return;
        }

        var all = timelapse.Samples.Count;
        timelapse.Write(path, LeaveOut, done => Bars.Show($"Time-lapse of {run.Name}", $"{done} of {all}", (double)done / all), Cancellation);
        _madeOf = run.Path;
        WriteObject(OutputFile.Item(this, path));
    }
}
