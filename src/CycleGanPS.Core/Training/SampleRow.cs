namespace CycleGanPS.Core.Training;

/// <summary>The rows of a run's sample sheets, from the top.</summary>
public enum SampleRow
{
    /// <summary>Photos.</summary>
    RealA,

    /// <summary>Their translations.</summary>
    FakeB,

    /// <summary>Pictures of the other domain; not there in runs that are trained one way.</summary>
    RealB,

    /// <summary>Their translations; not there in runs that are trained one way.</summary>
    FakeA,
}
