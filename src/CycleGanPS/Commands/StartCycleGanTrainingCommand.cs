using System.Collections;
using System.Globalization;
using System.Management.Automation;
using CycleGanPS.Binding.Completion;
using System.Management.Automation.Language;
using CycleGanPS.Core;
using CycleGanPS.Core.Comparison;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Reports;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Training;

namespace CycleGanPS.Commands;

/// <summary>Start-CycleGanTraining: trains a CycleGAN and streams its losses.</summary>
[Cmdlet(VerbsLifecycle.Start, "CycleGanTraining", SupportsShouldProcess = true)]
[OutputType(typeof(LossRecord))]
public sealed class StartCycleGanTrainingCommand : RankedCommand
{
    /// <summary>A config file, a hashtable of its keys, or, with Resume, a run.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConfigCompleter))]
    public object Config { get; set; } = null!;

    /// <summary>Keys of the config to change, as if they stood in it so; a folder is relative to the current location.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConfigKeyCompleter))]
    [ValidateNotNull]
    public IDictionary? Set { get; set; }

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

    /// <summary>Instead of the config's Threads.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int? Threads { get; set; }

    /// <summary>Instead of the config's Epochs; with Resume, how many the run is to have.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int? Epochs { get; set; }

    /// <summary>What the generators begin with: a folder with both, as a run's, or the model file of AB and that of BA.</summary>
    [Parameter]
    [ItemPath]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string[]? InitialWeights { get; set; }

    private protected override void Process(Team team)
    {
        var request = Bind();
        var (run, mode) = (request.Run, request.Mode);
        var plan = TrainingPlan.Create(request.Resolve(this.ReadConfig), team.Count);
        if (!team.IsLeader)
        {
            Follow(plan, team);
            return;
        }

        foreach (var warning in plan.Warnings)
        {
            WriteWarning(warning);
        }

        Check(plan, run, mode);
        using var evaluator = RunEvaluator.For(plan.Options, WriteWarning, Cancellation);
        var description = Describe(plan, run, mode);
        if (!team.Share(ShouldProcess(description, $"{description} Train?", "Start-CycleGanTraining")))
        {
            return;
        }

        // Of a stop the host is told itself: the pipeline takes nothing more.
        Action<string> tellOfStop = Preferences.AreSilent(this, "Warning") ? _ => { } : Host.UI.WriteWarningLine;
        using var stopping = Cancellation.Register(() => tellOfStop($"Stopping {run.Name}, and saving it."));
        try
        {
            Train(new Trainer(plan, run, evaluator: evaluator, team: team), run, mode);
        }
        finally
        {
            if (run.Exists && run.Read() is { Status: RunStatus.Stopped } record)
            {
                tellOfStop(
                    $"{run.Name} stopped after step {record.Step} of {record.Steps}. To go on{(record.Ranks is { } ranks ? $" with {ranks} ranks" : "")}: "
                    + $"{MyInvocation.MyCommand.Name} {Quoted(run.Path)} -Resume");
            }
        }
    }

    private void Follow(TrainingPlan plan, Team team)
    {
        if (!team.Share(false))
        {
            return;
        }

        foreach (var warning in new Follower(plan, team).Run(Cancellation))
        {
            WriteWarning(warning);
        }
    }

    private void Train(Trainer trainer, RunFolder run, StartMode mode)
    {
        var page = new LivePage(run);
        var bars = new TrainingBars(Bars, run.Name);
        foreach (var progress in trainer.Run(mode, Cancellation))
        {
            WriteRemarks(trainer);
            foreach (var warning in progress.Warnings)
            {
                WriteWarning(warning);
            }

            page.StepDone(progress.Record);
            WriteWarningOf(page);
            bars.Show(progress);
            if (progress.Score is { } score)
            {
                WriteInformation(ScoreMeasure.Sentence(score), ["Evaluation"]);
            }

            if (progress.Record is not null)
            {
                WriteObject(progress.Record);
            }
        }

        WriteRemarks(trainer);
        WriteWarningOf(page);
        WriteVerbose($"The run is in {run.Path}.");
    }

    private void WriteWarningOf(LivePage page)
    {
        if (page.TakeWarning() is { } warning)
        {
            WriteWarning(warning);
        }
    }

    private static string Quoted(string path) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(path)}'";

    private void WriteRemarks(Trainer trainer)
    {
        while (trainer.Remarks.TryDequeue(out var remark))
        {
            WriteVerbose(remark);
        }
    }

    // What would be refused is so before anything is asked, and told with -WhatIf, too.
    private void Check(TrainingPlan plan, RunFolder run, StartMode mode)
    {
        run.EnsureIdle();
        if (mode != StartMode.Resume)
        {
            run.EnsureFree(replace: mode == StartMode.Replace);
            Core.Training.InitialWeights.Check(plan.Options, run);
        }
        else if (run.Read() is { Status: RunStatus.Finished } record && plan.Options.Epochs == record.Epochs)
        {
            WriteWarning(
                $"The run in {run.Path} is finished: all its {record.Epochs} epochs are done. To train it longer, give -Resume and more -Epochs.");
        }

        if (MemoryAdvice.Check(plan) is { } warning)
        {
            WriteWarning(warning);
        }
    }

    // With -Resume and a run there are no options but the run's own.
    private RunRequest Bind()
    {
        if (Resume && InitialWeights is not null)
        {
            throw new CycleGanException(FaultKind.InvalidArgument, "A run that goes on has its own weights: leave out -InitialWeights beside -Resume.");
        }

        if ((Config is PSObject wrapped ? wrapped.BaseObject : Config) is IDictionary table)
        {
            return Request(
                this.FileSystemPath(Output ?? "runs/run"), this.ReadConfig(table, SessionState.Path.CurrentFileSystemLocation.ProviderPath, Set));
        }

        var path = this.FileSystemPath(ItemPathAttribute.PathOf(Config)!.ToString() ?? "");
        if (!Resume || !Directory.Exists(path))
        {
            return Request(this.FileSystemPath(Output ?? $"runs/{Path.GetFileNameWithoutExtension(path)}"), this.ReadConfig(path, Set));
        }

        return Seed is null && Output is null && Set is null
            ? Request(path, null)
            : throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"A run goes on with its own config, seed and folder: leave out -Set, -Seed and -Output beside -Resume {path}.", path);
    }

    private RunRequest Request(string folder, TrainingOptions? given) => new()
    {
        Run = new RunFolder(folder),
        Given = given is null || InitialWeights is null
            ? given
            : Core.Training.InitialWeights.Named(given, [.. InitialWeights.Select(this.FileSystemPath)]),
        Resume = Resume,
        Replace = Force,
        Device = Device,
        Seed = Seed,
        Threads = Threads,
        Epochs = Epochs,
    };

    private static string Describe(TrainingPlan plan, RunFolder run, StartMode mode)
    {
        var what = mode == StartMode.Resume ? $", going on after step {run.Read().Step}"
            : run.Exists ? ", in place of the run that is there"
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.FilesA.Count} + {plan.FilesB.Count} images, {plan.Options.Epochs} epochs of {plan.StepsPerEpoch} steps ({plan.Steps} in all), "
            + $"generators of {plan.GeneratorParameters / 1e6:0.0} and discriminators of {plan.DiscriminatorParameters / 1e6:0.0} million parameters, "
            + $"about {plan.EstimatedBytes / 1e9:0.0} GB of memory, into {run.Path}{what}.");
    }
}
