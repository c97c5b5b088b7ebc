namespace CycleGanPS.Core;

/// <summary>What kind of thing went wrong: the stable name of a fault.</summary>
public enum FaultKind
{
    /// <summary>A config cannot be read, or its values cannot be used.</summary>
    InvalidConfig,

    /// <summary>What was asked for cannot be done, or not together.</summary>
    InvalidArgument,

    /// <summary>A file or folder is not there.</summary>
    PathNotFound,

    /// <summary>A folder holds nothing of what is looked for.</summary>
    EmptyFolder,

    /// <summary>A picture is damaged, too large, or none.</summary>
    UnreadableImage,

    /// <summary>A model file is damaged, or holds another network than the one needed.</summary>
    UnreadableModel,

    /// <summary>A PyTorch archive is damaged, or holds what is not read for safety's sake.</summary>
    UnreadableArchive,

    /// <summary>A file of statistics is damaged, or none.</summary>
    UnreadableStatistics,

    /// <summary>A checkpoint is damaged or gone.</summary>
    UnreadableCheckpoint,

    /// <summary>The record of a run is damaged.</summary>
    UnreadableRun,

    /// <summary>Weights that have to be installed, of Inception or of the face detector, are not there.</summary>
    WeightsMissing,

    /// <summary>Weights that were to be installed, or are, are not those they should be.</summary>
    WeightsRejected,

    /// <summary>The device that was asked for is not there, or cannot do it.</summary>
    DeviceUnavailable,

    /// <summary>The native tensor library cannot be loaded.</summary>
    NativeLibraryUnavailable,

    /// <summary>A libtorch cannot be fetched, or is not one that the module can call.</summary>
    RuntimeRejected,

    /// <summary>Another process is installing libtorch.</summary>
    RuntimeInUse,

    /// <summary>The native tensor library has failed in its work, and not for want of memory.</summary>
    NativeFailure,

    /// <summary>Something is in the way of what is to be written.</summary>
    OutputExists,

    /// <summary>The disk refuses what is to be written.</summary>
    OutputNotWritable,

    /// <summary>Another process is training in the run's folder.</summary>
    RunInUse,

    /// <summary>There are fewer pictures than it takes.</summary>
    TooFewImages,

    /// <summary>There is no face in a photo.</summary>
    NoFace,

    /// <summary>A picture takes more memory than there is.</summary>
    ImageTooLarge,

    /// <summary>The training diverged.</summary>
    NonFiniteLoss,

    /// <summary>The memory is used up.</summary>
    OutOfMemory,
}
