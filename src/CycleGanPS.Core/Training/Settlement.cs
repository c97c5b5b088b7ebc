using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Training;

/// <summary>What a config leaves open, and the leader settles when the run begins, for all ranks.</summary>
internal sealed record Settlement(int Seed, Precision Precision, int Threads)
{
    /// <summary>The plan with what is settled.</summary>
    public TrainingPlan Of(TrainingPlan plan) => plan.In(Precision).On(Threads);
}
