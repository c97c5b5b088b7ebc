using System.Text.Json;
using System.Text.Json.Serialization;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using TorchSharp;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Serialization;

/// <summary>
/// Generators on disk: a PyTorch archive of the state dict, with one more record that describes the architecture. A
/// file from elsewhere, without that record, is recognised by its keys and shapes.
/// </summary>
public static class GeneratorFile
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
    public static void Save(string path, ResnetGenerator generator, GeneratorInfo info) =>
        PyTorchArchive.Write(
            path,
            generator.state_dict().Select(entry => new KeyValuePair<string, Tensor>(entry.Key, entry.Value)),
            new Dictionary<string, string> { [InfoRecord] = Describe(info) });

    /// <summary>The describing record as it stands in the file.</summary>
    internal static string Describe(GeneratorInfo info) => JsonSerializer.Serialize(info, Json);

    /// <summary>Reads a generator, ready for inference on a device.</summary>
    /// <exception cref="CycleGanException">The file is missing, damaged, or no residual generator; the message says which key or shape is off.</exception>
    public static (ResnetGenerator Generator, GeneratorInfo Info) Load(string path, Device device)
    {
        if (!File.Exists(path))
        {
            throw new CycleGanException(FaultKind.PathNotFound, $"There is no model file {path}.", path);
        }

        using var archive = PyTorchArchive.ReadStateDict(path);
        var info = ReadInfo(archive.Records.GetValueOrDefault(InfoRecord), path)
            ?? new GeneratorInfo { Generator = GeneratorLayout.Recognize(archive, path) };
        var generator = new ResnetGenerator(info.Generator);
        try
        {
            StateDictLoader.Load(generator, archive, path);
            generator.to(device);
            generator.eval();
            return (generator, info);
        }
        catch
        {
            generator.Dispose();
            throw;
        }
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
        if (info?.Generator is not { Channels: 3, Filters: >= 1 and <= 512, ResidualBlocks: >= 1 and <= 64 })
        {
            throw new CycleGanException(FaultKind.UnreadableModel, $"The record {InfoRecord} in {path} describes a generator that cannot be built here.", path);
        }

        return info;
    }
}
