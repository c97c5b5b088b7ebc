using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Commands;

/// <summary>Get-CycleGanLoss: the loss records of a run, also while it is training.</summary>
[Cmdlet(VerbsCommon.Get, "CycleGanLoss", DefaultParameterSetName = "Path")]
[OutputType(typeof(LossRecord))]
public sealed class GetCycleGanLossCommand : RunCommand
{
    /// <summary>Only this many records from the end; all by default.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Last { get; set; }

    /// <summary>Go on with the records that a run writes while it is training, to its end.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    private protected override void Process(RunFolder run)
    {
        // A training that has just begun has no log yet.
        var isTraining = Wait && run.IsTraining;
        var records = isTraining && !File.Exists(run.Losses) ? [] : run.ReadLosses().ToList();
        var seen = records.Count > 0 ? records[^1].Step : 0;
        WriteObject(Last is { } count ? records.TakeLast(count) : records, enumerateCollection: true);
        while (isTraining)
        {
            Cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));
            Cancellation.ThrowIfCancellationRequested();
            // Asked before the log is read, so that the last records are not missed.
            isTraining = run.IsTraining;
            foreach (var record in File.Exists(run.Losses) ? run.ReadLosses().SkipWhile(record => record.Step <= seen) : [])
            {
                WriteObject(record);
                seen = record.Step;
            }
        }
    }
}
