using System.Management.Automation;
using CycleGanPS.Binding.Completion;
using CycleGanPS.Core;
using CycleGanPS.Core.Comparison;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Reports;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Commands;

/// <summary>Compare-CycleGanRun: measures runs on the same test pictures, and says which differences are larger than chance.</summary>
[Cmdlet(VerbsData.Compare, "CycleGanRun", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(RunComparison), typeof(TechniqueComparison))]
public sealed class CompareCycleGanRunCommand : RunCommand
{
    private readonly List<ComparedRun> _runs = [];
    private string? _report;

    /// <summary>Test pictures of domain A for all runs; by default those that the runs' configs name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TestA { get; set; }

    /// <summary>Test pictures of domain B.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TestB { get; set; }

    /// <summary>Training images of domain A, by which it is told whether a picture has crossed over; by default those of the runs' configs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TrainA { get; set; }

    /// <summary>Training images of domain B.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TrainB { get; set; }

    /// <summary>Which generator of each run is judged.</summary>
    [Parameter]
    public TranslationDirection Direction { get; set; }

    /// <summary>The folder within each run's own that holds its finished translations of the test pictures, which are then not translated.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Translated { get; set; }

    /// <summary>The Inception weights; by default those of the environment or the cache. Without any, only what needs none is measured.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(WeightsCompleter))]
    public string? Weights { get; set; }

    /// <summary>Pictures of the same name in both test folders show the same thing: measure the error, too.</summary>
    [Parameter]
    public SwitchParameter Paired { get; set; }

    /// <summary>One row a technique, over its seeds, with the difference to the first technique, instead of one a run.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>Draws of the bootstrap behind the intervals; 0 for none.</summary>
    [Parameter]
    [ValidateRange(0, 100_000)]
    public int Bootstrap { get; set; } = 500;

    /// <summary>Where random choices come from; the same seed gives the same numbers.</summary>
    [Parameter]
    public int Seed { get; set; }

    /// <summary>Where the networks run.</summary>
    [Parameter]
    public DeviceKind Device { get; set; } = DeviceKind.Auto;

    /// <summary>An HTML file to write: one page with all of it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Report { get; set; }

    /// <summary>Test pictures shown in the report.</summary>
    [Parameter]
    [ValidateRange(1, 50)]
    public int Photos { get; set; } = 6;

    /// <summary>Overwrite the report.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override string DefaultPath => "runs/*";

    protected override void Begin() => _report = Report is null ? null : OutputFile.Claim(this, Report, Force);

    private protected override void Process(RunFolder run)
    {
        if (!_runs.Exists(known => known.Folder.Path == run.Path))
        {
            var record = run.Read();
            _runs.Add(new ComparedRun(run, record, run.ReadOptions(record, this.ReadConfig)));
        }
    }

    protected override void End()
    {
        if (_runs.Count == 0)
        {
            throw new CycleGanException(FaultKind.PathNotFound, "There is no run to compare: no path given is the folder of one.", Path?.FirstOrDefault());
        }

        if (_report is not null)
        {
            var folders = _runs.SelectMany(run => (string?[])
                    [run.Folder.Path, run.Options.TestA, run.Options.TestB, run.Options.TrainA, run.Options.TrainB])
                .Concat(((string?[])[TestA, TestB, TrainA, TrainB]).Select(Absolute));
            OutputFile.EnsureNoInput(_report, folders.Distinct().Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder!)));
        }

        var runs = string.Join(", ", _runs.Select(run => run.Folder.Name));
        if (!ShouldProcess(_report ?? runs, _report is null ? "Measure" : OutputFile.Action(_report, $"Measure {runs} and write the report")))
        {
            return;
        }

        var result = new RunComparer(Options(), Cancellation)
        {
            Warn = WriteWarning,
            WithoutWeights = fault => WriteWarning(
                $"FID, KID, precision, recall and the share that has crossed over are left empty. {Remedies.Explain(fault)}"),
            WithoutTraining = fault => WriteWarning(
                $"The share that has crossed over is left empty. {fault.Message} {Remedies.Of(Remedy.NameTrainingFolders)}"),
            Unusable = (run, fault) => WriteError(ErrorRecords.From(fault, run.Folder.Path)),
            Unreadable = LeaveOut,
            Progress = (what, share) => Bars.Show("Comparing runs", what, share),
        }.Compare(_runs);
        if (_report is not null)
        {
            ComparisonReport.Save(result, _report, DateTimeOffset.Now);
        }

        WriteObject(Summary ? result.Techniques : result.AllRows, enumerateCollection: true);
    }

    private string? Absolute(string? path) => path is null ? null : this.FileSystemPath(path);

    private ComparisonOptions Options() => new()
    {
        TestA = Absolute(TestA),
        TestB = Absolute(TestB),
        TrainA = Absolute(TrainA),
        TrainB = Absolute(TrainB),
        Direction = Direction,
        Translated = Translated,
        Weights = Absolute(Weights),
        Paired = Paired,
        Device = Device,
        BootstrapDraws = Bootstrap,
        Seed = Seed,
        PhotoCount = _report is null ? 0 : Photos,
    };
}
