namespace CycleGanPS.Core;

/// <summary>What helps against a fault. The core knows no command and no parameter, so this only names it.</summary>
public enum Remedy
{
    /// <summary>The message says all there is to say.</summary>
    None,

    /// <summary>Write the run elsewhere.</summary>
    ChooseOutput,

    /// <summary>Wait for the other process, end it, or write the run elsewhere.</summary>
    AwaitOtherProcess,

    /// <summary>Write the run elsewhere, or over the one that is there.</summary>
    ReplaceRun,

    /// <summary>Go on with the run that is there, write elsewhere, or over it.</summary>
    ResumeRun,

    /// <summary>Begin the run again from nothing.</summary>
    StartAnew,

    /// <summary>Begin a run instead of going on with one.</summary>
    LeaveOutResume,

    /// <summary>Go on with the options that the run was trained with, or begin another.</summary>
    ResumeAsTrained,

    /// <summary>Go on with the run's own schedule, or say that it is to change.</summary>
    ExtendRun,

    /// <summary>Put the options of the run back as they were.</summary>
    RestoreOptions,

    /// <summary>Write the demo pictures elsewhere, or over those that are there.</summary>
    ReplaceDemoData,

    /// <summary>Build the module where it is to run.</summary>
    BuildModule,

    /// <summary>Install libtorch.</summary>
    InstallRuntime,

    /// <summary>Install libtorch anew over one that is damaged.</summary>
    RepairRuntime,

    /// <summary>Refer to a libtorch again, or install one.</summary>
    LinkRuntimeAgain,

    /// <summary>Refer to a libtorch that is there, or let the feeds have it.</summary>
    LinkRuntime,

    /// <summary>Install the .NET SDK, or refer to a libtorch that is there.</summary>
    InstallSdkOrLink,

    /// <summary>Wait for the other process to have installed it.</summary>
    AwaitInstallation,

    /// <summary>Install a libtorch that computes on the GPU.</summary>
    InstallCudaRuntime,

    /// <summary>Install a newer C++ library.</summary>
    InstallCppLibrary,

    /// <summary>Take the CPU, or a build for CUDA.</summary>
    UseCpu,

    /// <summary>Install the Inception weights, or name a file of them.</summary>
    InstallWeights,

    /// <summary>Download again, which goes on with what has come, or install from a file.</summary>
    ResumeDownload,

    /// <summary>Name other weights where they are used, instead of installing them.</summary>
    NameWeights,

    /// <summary>Install the face detector, or name a file of it.</summary>
    InstallDetector,

    /// <summary>Name another face detector where it is used, instead of installing it.</summary>
    NameDetector,

    /// <summary>Merge the files of statistics first.</summary>
    MergeStatistics,

    /// <summary>Write the statistics with this module, which keeps what merging takes.</summary>
    ExportStatistics,

    /// <summary>Compare without a bootstrap.</summary>
    LeaveOutBootstrap,

    /// <summary>Do not ask for errors against the truth.</summary>
    LeaveOutPaired,

    /// <summary>Name the test pictures for all runs.</summary>
    NameTestFolders,

    /// <summary>Name the training images.</summary>
    NameTrainingFolders,

    /// <summary>Name the activation that has a slope.</summary>
    SlopeNeedsLeakyReLU,

    /// <summary>Do not name an activation.</summary>
    LeaveOutActivation,

    /// <summary>Name nothing that an ONNX model says itself.</summary>
    LeaveOutGeneratorChoice,

    /// <summary>Name nothing that only ONNX models leave open.</summary>
    LeaveOutOnnxChoices,

    /// <summary>Let the engine be chosen.</summary>
    LeaveOutEngine,

    /// <summary>Let the device be chosen.</summary>
    LeaveOutDevice,

    /// <summary>Let the number format be chosen.</summary>
    LeaveOutPrecision,

    /// <summary>Keep the weights in 32 bits.</summary>
    KeepFloat32,

    /// <summary>Choose an extension that tells the format, or name the format.</summary>
    NameFormat,

    /// <summary>Say the order of the model's dimensions.</summary>
    NameLayout,

    /// <summary>Say which of several generators.</summary>
    ChoosePart,

    /// <summary>Give the file the extension of an ONNX model.</summary>
    NameOnnx,

    /// <summary>Make the pictures of a time-lapse smaller, or take fewer of them.</summary>
    SmallerTimelapse,

    /// <summary>Make the picture smaller, or allow more memory.</summary>
    UseLessMemory,
}
