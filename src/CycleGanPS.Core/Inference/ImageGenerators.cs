using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.Onnx;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Inference;

/// <summary>Opens model files with the engine that runs them.</summary>
internal static class ImageGenerators
{
    /// <exception cref="CycleGanException">The file is no generator, the device is missing, or the options do not fit the file.</exception>
    public static IImageGenerator Open(string model, EngineOptions options)
    {
        var onnx = Path.GetExtension(model).Equals(".onnx", StringComparison.OrdinalIgnoreCase);
        Check(model, onnx, options);
        if (onnx)
        {
            // Without the tensor library, which need not be there.
            NativeSettings.Configure();
            return OnnxGenerator.Open(model, options, ProcessorThreads.Default);
        }

        var (contents, info) = LookWhileLoading(model, options);
        var device = TorchDevice.Resolve(options.Device);
        var generator = GeneratorFile.Load(contents, info, device);
        if (options.Engine != InferenceEngine.OnnxRuntime)
        {
            generator.Precision = options.Precision == Precision.Auto
                ? PrecisionChoice.Measure(generator, device, info.ImageSize ?? 256, training: false).Precision
                : options.Precision;
            return new TorchGenerator(generator, device, info.ImageSize, owned: true, options.MaxMemory);
        }

        using (generator)
        {
            return OnnxGenerator.Open(OnnxExporter.ToBytes(generator, info), model, options, get_num_threads());
        }
    }

    // The tensor library takes longer to load than the file to be looked into, and neither needs the other.
    private static (ModelContents Contents, GeneratorInfo Info) LookWhileLoading(string model, EngineOptions options)
    {
        var loading = Task.Run(NativeLibraries.EnsureLoadable);
        try
        {
            return GeneratorFile.Look(model, options.Choice);
        }
        finally
        {
            // Also where the file is no model: the process should not end while a library is loading. What it fails with is told at its use.
            Task.WaitAny([loading], CancellationToken.None);
        }
    }

    private static void Check(string model, bool onnx, EngineOptions options)
    {
        if (onnx && options.Engine == InferenceEngine.Torch)
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"'{model}' is an ONNX model, which libtorch cannot run.",
                model) { Remedy = Remedy.LeaveOutEngine };
        }

        if ((onnx || options.Engine == InferenceEngine.OnnxRuntime) && options.Device == DeviceKind.Cuda)
        {
            throw new CycleGanException(FaultKind.DeviceUnavailable, "ONNX Runtime runs on the CPU here.", options.Device) { Remedy = Remedy.LeaveOutDevice };
        }

        if ((onnx || options.Engine == InferenceEngine.OnnxRuntime) && options.Precision == Precision.BFloat16)
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"ONNX Runtime runs '{model}' in the format it is stored in.",
                model) { Remedy = Remedy.LeaveOutPrecision };
        }

        if (onnx && options.Choice != new GeneratorChoice())
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"Activation, slope and part are for weights; the ONNX model '{model}' says all that itself.",
                model) { Remedy = Remedy.LeaveOutGeneratorChoice };
        }

        if (!onnx && (options.Layout, options.ValueRange, options.ChannelOrder) != default)
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"Layout, value range and channel order are for .onnx models; those of '{model}' are known.",
                model) { Remedy = Remedy.LeaveOutOnnxChoices };
        }
    }
}
