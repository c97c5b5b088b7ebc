namespace CycleGanPS.Core.Training;

/// <summary>What to do about a run that may already be in the folder.</summary>
internal enum StartMode
{
    /// <summary>Begin a run in a folder that holds none.</summary>
    New,

    /// <summary>Begin a run, in place of one that may be there.</summary>
    Replace,

    /// <summary>Go on from the latest checkpoint of the run that is there.</summary>
    Resume,
}
