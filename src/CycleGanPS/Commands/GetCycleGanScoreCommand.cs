using System.Management.Automation;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Commands;

/// <summary>Get-CycleGanScore: what evaluations of a run gave, also while it is training.</summary>
[Cmdlet(VerbsCommon.Get, "CycleGanScore", DefaultParameterSetName = "Path")]
[OutputType(typeof(ScoreRecord))]
public sealed class GetCycleGanScoreCommand : RunCommand
{
    /// <summary>Only the evaluation that was best by the measure that the run goes by.</summary>
    [Parameter]
    public SwitchParameter Best { get; set; }

    private protected override void Process(RunFolder run)
    {
        // A folder that is no run says so.
        _ = run.Read();
        var records = run.ReadScores().ToList();
        WriteObject(Best ? records.FindLast(record => record.IsBest) is { } best ? [best] : [] : records, enumerateCollection: true);
    }
}
