using System.Collections;
using System.Globalization;
using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Training;

namespace CycleGanPS.Commands;

/// <summary>Start-CycleGanTraining: trains a CycleGAN and streams its losses.</summary>
[Cmdlet(VerbsLifecycle.Start, "CycleGanTraining", SupportsShouldProcess = true)]
[OutputType(typeof(LossRecord))]
public sealed class StartCycleGanTrainingCommand : CycleGanCommand
{
    private const int EpochActivity = 1;
    private const int StepActivity = 2;
    private const int PreparationActivity = 3;

    /// <summary>The path of a config file, a hashtable of its keys, or, with Resume, a run's folder.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public object Config { get; set; } = null!;

    /// <summary>The run's folder; runs/ and the config's name by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Output { get; set; }

    /// <summary>Go on from the latest checkpoint of the run.</summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>Replace a run that is already there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Instead of the config's Device.</summary>
    [Parameter]
    public DeviceKind? Device { get; set; }

    /// <summary>Instead of the config's Seed.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Seed { get; set; }

    /// <summary>Instead of the config's Epochs.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int? Epochs { get; set; }

    protected override void Process()
    {
        var request = Bind();
        var (run, mode) = (request.Run, request.Mode);
        var plan = TrainingPlan.Create(request.Resolve(ConfigFile.Read));
        foreach (var warning in plan.Warnings)
        {
            WriteWarning(warning);
        }

        if (mode == StartMode.Resume && run.Read() is { Status: RunStatus.Finished } record && record.Epoch >= plan.Options.Epochs)
        {
            WriteWarning($"The run in {run.Path} is finished: all its {record.Epoch} epochs are done. To train it longer, give -Resume and more -Epochs.");
        }

        if (!ShouldProcess(Describe(plan, run), $"{Describe(plan, run)} Train?", "Start-CycleGanTraining"))
        {
            return;
        }

        var throttle = new ProgressThrottle();
        foreach (var progress in new Trainer(plan, run).Run(mode, Cancellation))
        {
            foreach (var warning in progress.Warnings)
            {
                WriteWarning(warning);
            }

            if (progress.Preparation is { Done: var done, Total: var total } && done == total || throttle.IsDue())
            {
                Show(progress, run);
            }

            if (progress.Record is not null)
            {
                WriteObject(progress.Record);
            }
        }

        WriteVerbose($"The run is in {run.Path}.");
    }

    // With -Resume and a run's folder there are no options but the run's own.
    private RunRequest Bind()
    {
        var given = Config is PSObject wrapped ? wrapped.BaseObject : Config;
        if (given is IDictionary table)
        {
            return Request(
                this.FileSystemPath(Output ?? "runs/run"),
                ConfigFile.FromHashtable(table, SessionState.Path.CurrentFileSystemLocation.ProviderPath));
        }

        var path = this.FileSystemPath(given is FileSystemInfo file ? file.FullName : given.ToString() ?? "");
        if (!Resume || !Directory.Exists(path))
        {
            return Request(this.FileSystemPath(Output ?? $"runs/{Path.GetFileNameWithoutExtension(path)}"), ConfigFile.Read(path));
        }

        return Epochs is null && Seed is null && Output is null
            ? Request(path, null)
            : throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"A run goes on with its own epochs, seed and folder: leave out -Epochs, -Seed and -Output beside -Resume {path}.",
                path);
    }

    private RunRequest Request(string folder, TrainingOptions? given) => new()
    {
        Run = new RunFolder(folder),
        Given = given,
        Resume = Resume,
        Replace = Force,
        Device = Device,
        Seed = Seed,
        Epochs = Epochs,
    };

    private static string Describe(TrainingPlan plan, RunFolder run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{plan.FilesA.Count} + {plan.FilesB.Count} images, {plan.Options.Epochs} epochs of {plan.StepsPerEpoch} steps ({plan.Steps} in all), "
        + $"generators of {plan.GeneratorParameters / 1e6:0.0} and discriminators of {plan.DiscriminatorParameters / 1e6:0.0} million parameters, "
        + $"about {plan.EstimatedBytes / 1e9:0.0} GB of memory, into {run.Path}.");

    private void Show(TrainingProgress progress, RunFolder run)
    {
        if (progress.Preparation is { } preparation)
        {
            var done = FormattableString.Invariant($"{preparation.Done:N0} of {preparation.Total:N0} images");
            WriteProgress(new ProgressRecord(PreparationActivity, "Edge smoothing", done)
            {
                PercentComplete = 100 * preparation.Done / preparation.Total,
                RecordType = preparation.Done == preparation.Total ? ProgressRecordType.Completed : ProgressRecordType.Processing,
            });
            return;
        }

        WriteProgress(new ProgressRecord(EpochActivity, $"Training {run.Name}", $"Epoch {progress.Epoch} of {progress.Epochs}")
        {
            PercentComplete = (int)(100 * progress.Step / progress.Steps),
            SecondsRemaining = (int)Math.Min(progress.SecondsRemaining, int.MaxValue),
        });
        WriteProgress(new ProgressRecord(StepActivity, "Steps", $"Step {progress.StepOfEpoch} of {progress.StepsPerEpoch}")
        {
            ParentActivityId = EpochActivity,
            PercentComplete = 100 * progress.StepOfEpoch / progress.StepsPerEpoch,
        });
    }
}
