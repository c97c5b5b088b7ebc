using System.Management.Automation;
using CycleGanPS.Core.Data;

namespace CycleGanPS.Commands;

/// <summary>Test-CycleGanDataset: reads every picture of a data set and says what is there and what is amiss.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CycleGanDataset")]
[OutputType(typeof(DatasetReport))]
public sealed class TestCycleGanDatasetCommand : CycleGanCommand
{
    private (int Done, int All) _progress;

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

    protected override void Process()
    {
        var inspector = new DatasetInspector(this.FileSystemPath(Path), LoadSize);
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
}
