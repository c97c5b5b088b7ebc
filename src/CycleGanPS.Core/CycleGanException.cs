namespace CycleGanPS.Core;

/// <summary>What kind of thing went wrong; a cmdlet turns it into an error category and a stable id.</summary>
public enum FaultKind
{
    InvalidConfig,
    InvalidArgument,
    PathNotFound,
    EmptyFolder,
    UnreadableImage,
    UnreadableModel,
    UnreadableArchive,
    UnreadableStatistics,
    UnreadableCheckpoint,
    UnreadableRun,
    WeightsMissing,
    WeightsRejected,
    DeviceUnavailable,
    NativeLibraryUnavailable,
    OutputExists,
    OutputNotWritable,
    RunInUse,
    TooFewImages,
    ImageTooLarge,
    NonFiniteLoss,
    OutOfMemory,
}

/// <summary>
/// A fault that the user can do something about. The message says what is wrong, where, and what to do;
/// <see cref="Target"/> names the file, key or value it is about.
/// </summary>
public sealed class CycleGanException(FaultKind kind, string message, object? target = null, Exception? inner = null)
    : Exception(message, inner)
{
    public FaultKind Kind { get; } = kind;

    public object? Target { get; } = target;
}
