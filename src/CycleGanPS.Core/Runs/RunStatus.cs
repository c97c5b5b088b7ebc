namespace CycleGanPS.Core.Runs;

/// <summary>How a run stands.</summary>
public enum RunStatus
{
    /// <summary>A process is training it now.</summary>
    Running,

    /// <summary>It was stopped by the user, with a checkpoint to go on from.</summary>
    Stopped,

    /// <summary>Its process ended without a word; it can go on from its last checkpoint.</summary>
    Interrupted,

    /// <summary>It ended with an error, which the run's record names.</summary>
    Failed,

    /// <summary>All epochs are done.</summary>
    Finished,
}
