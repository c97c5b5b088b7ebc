using System.Collections;
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
        var (given, folder) = ReadConfig();
        var run = new RunFolder(folder);
        // A run that was killed before its config was written has nothing to go on from, and nothing to lose.
        var resume = Resume && (given is null || !run.Exists || File.Exists(run.Config));
        var plan = TrainingPlan.Create(resume ? ConfigOfRun(run, given) : given!);
        var mode = resume ? StartMode.Resume : Force || Resume ? StartMode.Replace : StartMode.New;
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
    private (TrainingOptions? Options, string Folder) ReadConfig()
    {
        var given = Config is PSObject wrapped ? wrapped.BaseObject : Config;
        if (given is IDictionary table)
        {
            return (Override(ConfigFile.FromHashtable(table, SessionState.Path.CurrentFileSystemLocation.ProviderPath)), this.FileSystemPath(Output ?? "runs/run"));
        }

        var path = this.FileSystemPath(given is FileSystemInfo file ? file.FullName : given.ToString() ?? "");
        if (Resume && Directory.Exists(path))
        {
            if (Epochs is not null || Seed is not null || Output is not null)
            {
                throw new CycleGanException(
                    FaultKind.InvalidArgument, $"A run goes on with its own epochs, seed and folder: leave out -Epochs, -Seed and -Output beside -Resume {path}.", path);
            }

            return (null, path);
        }

        return (Override(ConfigFile.Read(path)), this.FileSystemPath(Output ?? $"runs/{Path.GetFileNameWithoutExtension(path)}"));
    }

    private TrainingOptions Override(TrainingOptions options)
    {
        options = options with
        {
            Device = Device ?? options.Device,
            Seed = Seed ?? options.Seed,
            Epochs = Epochs ?? options.Epochs,
        };
        if (Epochs is not null && options.ResolvedDecayEpoch >= options.Epochs)
        {
            // A shorter run keeps the shape of the schedule.
            options = options with { DecayEpoch = options.Epochs / 2 };
        }

        return options;
    }

    private TrainingOptions ConfigOfRun(RunFolder run, TrainingOptions? given)
    {
        if (!run.Exists)
        {
            throw new CycleGanException(FaultKind.PathNotFound, $"There is no run in {run.Path} to go on with. Start it without -Resume.", run.Path);
        }

        var trained = ConfigFile.Read(run.Config);
        var differing = given is null ? [] : ResumeRules.Differences(trained, given);
        if (differing.Count > 0)
        {
            throw new CycleGanException(
                FaultKind.InvalidConfig,
                $"The run in {run.Path} was trained with other values of {string.Join(", ", differing)}. Go on with its own config (-Resume {run.Path}), or start a new run.",
                differing[0]);
        }

        return given is null ? trained with { Device = Device ?? trained.Device } : given with { Seed = trained.Seed, Precision = trained.Precision };
    }

    private static string Describe(TrainingPlan plan, RunFolder run) => FormattableString.Invariant(
        $"{plan.FilesA.Count} + {plan.FilesB.Count} images, {plan.Options.Epochs} epochs of {plan.StepsPerEpoch} steps ({plan.Steps} in all), generators of {plan.GeneratorParameters / 1e6:0.0} and discriminators of {plan.DiscriminatorParameters / 1e6:0.0} million parameters, about {plan.EstimatedBytes / 1e9:0.0} GB of memory, into {run.Path}.");

    private void Show(TrainingProgress progress, RunFolder run)
    {
        if (progress.Preparation is { } preparation)
        {
            WriteProgress(new ProgressRecord(PreparationActivity, "Edge smoothing", FormattableString.Invariant($"{preparation.Done:N0} of {preparation.Total:N0} images"))
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
