using System.Text.Json;
using System.Text.Json.Serialization;
using CycleGanPS.Core.Models.Onnx;
using CycleGanPS.Core.Models.PyTorch;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using TorchSharp;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Models;

/// <summary>
/// Generators on disk: the state dict in a PyTorch archive or in safetensors, with a record that describes the
/// architecture. A file from elsewhere, without that record, is recognised by its keys and shapes.
/// </summary>
internal static class GeneratorFile
{
    /// <summary>The name of the describing record in the archive.</summary>
    public const string InfoRecord = "cyclegan.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Writes a generator, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="generator">The network.</param>
    /// <param name="info">What the file says about it.</param>
    /// <param name="format">PyTorch's zip format, safetensors or ONNX.</param>
    /// <param name="halfPrecision">Weights as float16, which halves the file.</param>
    /// <exception cref="CycleGanException">The disk refuses, or a weight is too large for float16.</exception>
    public static void Save(
        string path, GeneratorNetwork generator, GeneratorInfo info, ModelFormat format = ModelFormat.PyTorch, bool halfPrecision = false)
    {
        using var scope = NewDisposeScope();
        var tensors = generator.state_dict().Select(
            entry => new KeyValuePair<string, Tensor>(entry.Key, halfPrecision ? Halved(entry.Key, entry.Value) : entry.Value));
        var records = new Dictionary<string, string> { [InfoRecord] = Describe(info) };
        switch (format)
        {
            case ModelFormat.PyTorch:
                PyTorchArchive.Write(path, tensors, records);
                break;
            case ModelFormat.SafeTensors:
                // "format" is what other readers look for.
                SafeTensors.Write(path, tensors, new Dictionary<string, string>(records) { ["format"] = "pt" });
                break;
            case ModelFormat.Onnx:
                OnnxExporter.Save(generator, info, path, halfPrecision);
                break;
            default:
                throw new CycleGanException(FaultKind.InvalidArgument, $"Files of the format {format} are read, but not written.", format);
        }
    }

    /// <summary>The describing record as it stands in the file.</summary>
    internal static string Describe(GeneratorInfo info) => JsonSerializer.Serialize(info, Json);

    /// <summary>Reads a generator, ready for inference on a device. Its weights go from the file into the network one by one.</summary>
    /// <param name="path">A PyTorch or safetensors file.</param>
    /// <param name="device">Where the network is to be.</param>
    /// <param name="choice">What the file leaves open.</param>
    /// <exception cref="CycleGanException">The file is missing, damaged, or no generator; the message says which key or shape is off.</exception>
    public static (GeneratorNetwork Generator, GeneratorInfo Info) Load(string path, Device device, GeneratorChoice? choice = null)
    {
        var (contents, info) = Look(path, choice);
        return (Load(contents, info, device), info);
    }

    /// <summary>What a file holds and what is to be made of it. Needs no tensor.</summary>
    /// <exception cref="CycleGanException">As for <see cref="Load(string, Device, GeneratorChoice?)"/>, but for damage of the weights themselves.</exception>
    internal static (ModelContents Contents, GeneratorInfo Info) Look(string path, GeneratorChoice? choice = null)
    {
        var contents = ModelFile.Generator(path, choice?.Part);
        return (contents, (choice ?? new GeneratorChoice()).Apply(InfoOf(contents), path));
    }

    /// <summary>Makes the network of what was found, with the weights of the file.</summary>
    /// <exception cref="CycleGanException">The weights are damaged.</exception>
    internal static GeneratorNetwork Load(ModelContents contents, GeneratorInfo info, Device device)
    {
        var generator = GeneratorNetwork.For(info.Generator);
        try
        {
            contents.CopyTo(generator);
            generator.to(device);
            generator.eval();
            return generator;
        }
        catch
        {
            generator.Dispose();
            throw;
        }
    }

    /// <summary>What a file says about its generator, or what its weights tell.</summary>
    /// <exception cref="CycleGanException">What it says does not fit its weights.</exception>
    internal static GeneratorInfo InfoOf(ModelContents contents)
    {
        var info = ReadInfo(contents.Records.GetValueOrDefault(InfoRecord), contents.Path);
        if (info is null)
        {
            return new GeneratorInfo { Generator = contents.Generator!, ActivationAssumed = contents.Generator!.Kind == GeneratorKind.Unet ? null : true };
        }

        return GeneratorLayout.Mismatch(info.Generator, contents.Tensors) is { } mismatch
            ? throw new CycleGanException(
                FaultKind.UnreadableModel,
                $"The weights in '{contents.Path}' do not fit the network that its record {InfoRecord} describes: {mismatch}.",
                contents.Path)
            : info;
    }

    /// <summary>Reads the describing record; null where there is none.</summary>
    internal static GeneratorInfo? ReadInfo(string? json, string path)
    {
        if (json is null)
        {
            return null;
        }

        GeneratorInfo? info;
        try
        {
            info = JsonSerializer.Deserialize<GeneratorInfo>(json, Json);
        }
        catch (JsonException fault)
        {
            throw new CycleGanException(FaultKind.UnreadableModel, $"The record {InfoRecord} in {path} is damaged: {fault.Message}", path, fault);
        }

        // A record from a stranger must not make us build a network of absurd size.
        if (info?.Generator is null || !GeneratorLayout.IsBuildable(info.Generator))
        {
            throw new CycleGanException(FaultKind.UnreadableModel, $"The record {InfoRecord} in {path} describes a generator that cannot be built here.", path);
        }

        return info;
    }

    private static Tensor Halved(string name, Tensor value)
    {
        if (!value.is_floating_point())
        {
            return value;
        }

        var half = value.detach().to(ScalarType.Float16);
        return half.isfinite().all().item<bool>()
            ? half
            : throw new CycleGanException(
                FaultKind.InvalidArgument, $"{name} holds a number that float16 cannot (beyond 65504).", name) { Remedy = Remedy.KeepFloat32 };
    }
}
