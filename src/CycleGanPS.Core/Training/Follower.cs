using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images.Edges;
using CycleGanPS.Core.Machine;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>A rank that is not the leader: it trains as the leader says, on pictures of its own, and writes nothing.</summary>
/// <param name="plan">What to train.</param>
/// <param name="team">The ranks.</param>
internal sealed class Follower(TrainingPlan plan, Team team)
{
    /// <summary>Trains until the leader ends the session.</summary>
    /// <param name="cancellation">Has the leader end it after the step.</param>
    /// <returns>What the user should hear of this rank's pictures.</returns>
    /// <exception cref="CycleGanException">It is to train something else than the leader, or its pictures cannot be read.</exception>
    public IEnumerable<string> Run(CancellationToken cancellation)
    {
        var device = TorchDevice.Resolve(plan.Options.Device, team.LocalRank);
        team.Agree(plan);
        var settled = team.Share<Settlement?>(null)!;
        var own = settled.Of(plan);
        using var state = new TrainingState(own.Options, settled.Seed, device, team: team);
        var smoothedB = own.Options.EdgeSmoothing ? new EdgeSmoothedImages(own.FilesB) : null;
        using var loader = own.OpenLoader(team, smoothedB);
        var step = new BatchStep(own, state, team, device);
        IEnumerator<TrainingBatch>? batches = null;
        try
        {
            while (true)
            {
                switch (team.Await())
                {
                    case Team.Order.TakeState:
                        var before = state.Position;
                        team.Exchange(state);
                        if ((before.Epoch, before.Step) != (state.Position.Epoch, state.Position.Step))
                        {
                            batches?.Dispose();
                            batches = null;
                        }

                        break;
                    case Team.Order.TakePart:
                        TakePart(state);
                        break;
                    case Team.Order.GivePart:
                        team.GivePart(state);
                        break;
                    case Team.Order.Step:
                        // The leader has made the copies; where the ranks share a cache they are found.
                        PrepareOnce(smoothedB);
                        batches ??= loader.ReadEpoch(state.Position).GetEnumerator();
                        while (!batches.MoveNext())
                        {
                            batches.Dispose();
                            batches = loader.ReadEpoch(state.Position = BatchLoader.NextEpoch(state.Position)).GetEnumerator();
                        }

                        step.Take(batches.Current, StepSettings.At(own.Options, state.Position.Epoch), cancellation)!.Dispose();
                        foreach (var warning in batches.Current.Warnings)
                        {
                            yield return $"Rank {team.Rank}: {warning}";
                        }

                        break;
                    case Team.Order.End:
                        yield break;
                }
            }
        }
        finally
        {
            batches?.Dispose();
        }
    }

    private static void PrepareOnce(EdgeSmoothedImages? images)
    {
        if (images?.Done == 0)
        {
            images.Prepare(CancellationToken.None);
        }
    }

    private void TakePart(TrainingState state)
    {
        using var scope = NewDisposeScope();
        team.TakePart().Restore(state);
    }
}
