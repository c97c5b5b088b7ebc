using System.Management.Automation;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Faces;

namespace CycleGanPS.Commands;

/// <summary>Test-CycleGanDataset: reads every picture of a data set and says what is there and what is amiss.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CycleGanDataset")]
[OutputType(typeof(DatasetReport))]
public sealed class TestCycleGanDatasetCommand : CycleGanCommand
{
    private (int Done, int All) _progress;
    private FaceDetector? _detector;

    /// <summary>The data root with trainA, trainB, testA and testB.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("DataRoot", "PSPath", "FullName")]
    [ItemPath]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    /// <summary>The shorter side that training resizes to; smaller pictures are warned of.</summary>
    [Parameter]
    [ValidateRange(1, 16384)]
    public int? LoadSize { get; set; }

    /// <summary>Look for faces in the photos, and tell which have none or several.</summary>
    [Parameter]
    public SwitchParameter Face { get; set; }

    /// <summary>A file of the face detector; the installed one by default.</summary>
    [Parameter]
    [ItemPath]
    [ValidateNotNullOrEmpty]
    public string? FaceDetector { get; set; }

    protected override void Begin()
    {
        if (DetectorFile.Resolve(this, Face, FaceDetector) is { } file)
        {
            _detector = Core.Faces.FaceDetector.Open(file);
        }
    }

    protected override void Process()
    {
        var inspector = new DatasetInspector(this.FileSystemPath(Path), LoadSize, _detector);
        foreach (var missing in inspector.Missing)
        {
            WriteWarning($"There is no {missing} in {Path}; training needs both domains.");
        }

        foreach (var subset in inspector.Present)
        {
            _progress = default;
            var report = Await(
                stop => Task.FromResult(inspector.Inspect(subset, (done, all) => _progress = (done, all), stop)),
                () => Bars.Show($"Reading {subset}", $"{_progress.Done} of {_progress.All}", _progress.All == 0 ? 0 : (double)_progress.Done / _progress.All));
            foreach (var warning in report.Warnings)
            {
                WriteWarning(warning);
            }

            WriteObject(report);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _detector?.Dispose();
        base.Dispose(disposing);
    }
}
