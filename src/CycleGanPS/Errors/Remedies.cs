using CycleGanPS.Core;
using CycleGanPS.Core.Faces;
using CycleGanPS.Core.Metrics;

namespace CycleGanPS.Errors;

/// <summary>What a user can do about a fault, in the words of the cmdlets and their parameters.</summary>
internal static class Remedies
{
    /// <summary>The fault's message, and what helps.</summary>
    public static string Explain(CycleGanException fault) => Of(fault.Remedy) is { } remedy ? $"{fault.Message} {remedy}" : fault.Message;

    /// <summary>The sentence that names a remedy; null where there is nothing to say.</summary>
    public static string? Of(Remedy remedy) => remedy switch
    {
        Remedy.None => null,
        Remedy.ChooseOutput => "Choose another -Output.",
        Remedy.AwaitOtherProcess => "Wait for it, stop it, or choose another -Output.",
        Remedy.ReplaceRun => "Choose another -Output, or replace it with -Force.",
        Remedy.ResumeRun => "Go on with it with -Resume, choose another -Output, or replace it with -Force.",
        Remedy.StartAnew => "Start the run anew with -Force.",
        Remedy.LeaveOutResume => "Start it without -Resume.",
        Remedy.ResumeAsTrained => "Go on with its own config (-Resume and its folder), or start a new run in another folder.",
        Remedy.ExtendRun => "Go on with its own epochs (-Resume and its folder), or say with -Epochs how many it is to have.",
        Remedy.RestoreOptions => "Nothing was changed: put its options back as they were, or start a new run in another folder.",
        Remedy.ReplaceDemoData => "Name another, or replace the demo pictures in it with -Force.",
        Remedy.BuildModule => "Build the module on this machine (./cgps does), for Linux x64, macOS arm64 or Windows x64.",
        Remedy.InstallRuntime => "Run Install-CycleGanRuntime once, or Install-CycleGanRuntime -Path with the folder torch/lib of an installed PyTorch.",
        Remedy.RepairRuntime => "Run Install-CycleGanRuntime -Force.",
        Remedy.LinkRuntimeAgain => "Run Install-CycleGanRuntime -Path again, or Install-CycleGanRuntime for one of its own.",
        Remedy.LinkRuntime => "Where there is an installed PyTorch or libtorch, Install-CycleGanRuntime -Path takes that one.",
        Remedy.InstallSdkOrLink =>
            "Install the .NET SDK from https://dotnet.microsoft.com, or run Install-CycleGanRuntime -Path with the folder of a libtorch, "
            + "such as torch/lib of an installed PyTorch.",
        Remedy.AwaitInstallation => "Wait for it, and run the command again.",
        Remedy.InstallCudaRuntime =>
            "Run Install-CycleGanRuntime -Backend Cuda, or Install-CycleGanRuntime -Path with the folder torch/lib of a PyTorch with CUDA; "
            + "for a module that was built from source let the environment variable CYCLEGANPS_TORCH name that folder.",
        Remedy.InstallCppLibrary =>
            "Install libstdc++ of GCC 13 or later (Debian 13, Ubuntu 24.04 and later have it; "
            + "on Debian 12 ./cgps --mend of a clone, as root, installs libstdc++6 from Debian 13).",
        Remedy.UseCpu => "Use -Device Cpu (or Device = 'Cpu'); or, with an NVIDIA GPU and driver, run Install-CycleGanRuntime -Backend Cuda, "
            + "or Install-CycleGanRuntime -Path with the folder torch/lib of a PyTorch with CUDA (2.10 or later); "
            + "for a module that was built from source let the environment variable CYCLEGANPS_TORCH name that folder.",
        Remedy.InstallWeights => $"Run Install-FidWeights (92 MB), or Install-FidWeights -Path with the file {FidWeights.StandardName}, or give -Weights.",
        Remedy.ResumeDownload => "Run the command again to go on with it, or fetch the file elsewhere and give it with -Path.",
        Remedy.NameWeights => "To measure with other weights, give them to Measure-Fid -Weights.",
        Remedy.InstallDetector =>
            $"Run Install-FaceDetector (0.3 MB), or Install-FaceDetector -Path with the file {FaceDetectorFile.StandardName}, or give one with -FaceDetector.",
        Remedy.NameDetector => "To find faces with another detector, give it to Convert-ToAnime -FaceDetector.",
        Remedy.MergeStatistics => "Use Merge-FidStatistics first.",
        Remedy.ExportStatistics => "Write it with Export-FidStatistics.",
        Remedy.LeaveOutBootstrap => "Leave the bootstrap out with -Bootstrap 0.",
        Remedy.LeaveOutPaired => "Without -Paired none is needed.",
        Remedy.NameTestFolders => "Give -TestA and -TestB, which then hold for all runs.",
        Remedy.NameTrainingFolders => "Give -TrainA and -TrainB.",
        Remedy.SlopeNeedsLeakyReLU => "-NegativeSlope is for -Activation LeakyReLU.",
        Remedy.LeaveOutActivation => "Leave out -Activation and -NegativeSlope.",
        Remedy.LeaveOutGeneratorChoice => "Leave out -Activation, -NegativeSlope and -Part.",
        Remedy.LeaveOutOnnxChoices => "Leave out -Layout, -ValueRange and -ChannelOrder.",
        Remedy.LeaveOutEngine => "Leave out -Engine Torch.",
        Remedy.LeaveOutDevice => "Leave out -Device Cuda.",
        Remedy.LeaveOutPrecision => "Leave out -Precision BFloat16.",
        Remedy.KeepFloat32 => "Keep -Precision Float32.",
        Remedy.NameFormat => "Use .pt, .pth, .safetensors or .onnx, or say -Format.",
        Remedy.NameLayout => "Where the dimensions are open say -Layout.",
        Remedy.ChoosePart => "Choose one with -Part.",
        Remedy.NameOnnx => "Name it .onnx, and Convert-ToAnime runs it as one.",
        Remedy.SmallerTimelapse => "Give a smaller -Size or -Count.",
        Remedy.UseLessMemory => "Use a smaller -Size, or more -MaxMemory.",
        _ => throw new ArgumentOutOfRangeException(nameof(remedy), remedy, "This remedy has no words yet."),
    };
}
