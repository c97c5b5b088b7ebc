using System.Management.Automation;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Commands;

/// <summary>Get-CycleGanRun: one summary a run.</summary>
[Cmdlet(VerbsCommon.Get, "CycleGanRun", DefaultParameterSetName = "Path")]
[OutputType(typeof(RunSummary))]
public sealed class GetCycleGanRunCommand : RunCommand
{
    protected override string DefaultPath => "runs/*";

    private protected override void Process(RunFolder run) => WriteObject(RunSummary.Read(run, this.ReadConfig));
}
