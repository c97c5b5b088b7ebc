using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Commands;

/// <summary>Get-CycleGanLoss: the loss records of a run, also while it is training.</summary>
[Cmdlet(VerbsCommon.Get, "CycleGanLoss")]
[OutputType(typeof(LossRecord))]
public sealed class GetCycleGanLossCommand : RunCommand
{
    /// <summary>Only this many records from the end; all by default.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Last { get; set; }

    private protected override void Process(RunFolder run)
    {
        if (!File.Exists(run.Losses))
        {
            throw new CycleGanException(FaultKind.PathNotFound, $"{run.Path} is not a training run: it has no losses.csv.", run.Path);
        }

        var records = LossLog.Read(run.Losses);
        WriteObject(Last is { } count ? records.TakeLast(count) : records, enumerateCollection: true);
    }
}
