using System.Management.Automation;
using CycleGanPS.Core.Distributed;
using CycleGanPS.Core.Training;
using CycleGanPS.Errors;

namespace CycleGanPS.Binding;

/// <summary>A cmdlet whose work the ranks of an MPI job do together, where the process is one of such a job.</summary>
public abstract class RankedCommand : CycleGanCommand
{
    /// <summary>For each input, at every rank.</summary>
    private protected abstract void Process(Team team);

    protected sealed override void Process()
    {
        var ranks = MpiRanks.Join(Environment.GetEnvironmentVariable);
        try
        {
            Process(new Team(ranks));
        }
        catch (Exception fault) when (ranks.Count > 1 && fault is not (PipelineStoppedException or FlowControlException))
        {
            // The others would wait for this one for ever. An error record is shown after the pipeline, and so would not be any more.
            Host.UI.WriteErrorLine($"{MyInvocation.MyCommand.Name}: {ErrorRecords.From(fault).Exception.Message} (rank {ranks.Rank} of {ranks.Count})");
            ranks.Abort();
            throw;
        }
    }
}
