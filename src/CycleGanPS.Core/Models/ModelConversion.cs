using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Models;

/// <summary>Generators from one file format to another.</summary>
internal static class ModelConversion
{
    /// <summary>The format that a file name asks for.</summary>
    /// <exception cref="CycleGanException">The extension is none of a format that we write.</exception>
    public static ModelFormat FormatOf(string destination) => Path.GetExtension(destination).ToLowerInvariant() switch
    {
        ".pt" or ".pth" => ModelFormat.PyTorch,
        ".safetensors" => ModelFormat.SafeTensors,
        ".onnx" => ModelFormat.Onnx,
        var extension => throw new CycleGanException(
            FaultKind.InvalidArgument,
            $"The extension '{extension}' of '{destination}' does not tell a format.",
            destination) { Remedy = Remedy.NameFormat },
    };

    /// <summary>Reads the generator of a file and writes it in a format.</summary>
    /// <param name="path">A PyTorch or safetensors file.</param>
    /// <param name="destination">The file to write.</param>
    /// <param name="format">How.</param>
    /// <param name="halfPrecision">Weights as float16.</param>
    /// <param name="choice">What the file leaves open.</param>
    /// <exception cref="CycleGanException">The file is no generator, or the disk refuses.</exception>
    public static void Convert(string path, string destination, ModelFormat format, bool halfPrecision, GeneratorChoice choice)
    {
        if (ModelFile.FormatOf(path) == ModelFormat.Onnx)
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument, $"'{path}' is an ONNX model, which is a way out and not back: export from the .pt that it was made of.", path);
        }

        var (generator, info) = GeneratorFile.Load(path, TorchDevice.Resolve(DeviceKind.Cpu), choice);
        using (generator)
        {
            GeneratorFile.Save(destination, generator, info, format, halfPrecision);
        }
    }
}
