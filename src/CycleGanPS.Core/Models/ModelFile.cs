using System.Buffers.Binary;
using System.Text.RegularExpressions;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Models.PyTorch;

namespace CycleGanPS.Core.Models;

/// <summary>
/// Looks into model files of any kind that we know: which format, and which networks are inside. Elements stay on disk until
/// somebody asks for them.
/// </summary>
internal static partial class ModelFile
{
    /// <summary>How a file is written, by its first bytes: names lie.</summary>
    /// <exception cref="CycleGanException">It is missing, or no model file.</exception>
    public static ModelFormat FormatOf(string path) => ArchiveFaults.Guard(path, "a model file (.pt, .pth, .safetensors or .onnx)", () =>
    {
        using var stream = RegularFile.OpenRead(path);
        Span<byte> start = stackalloc byte[9];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (length == start.Length && start[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(start) <= (ulong)stream.Length)
        {
            return ModelFormat.SafeTensors;
        }

        // ONNX: the field of the format's version, which comes first, then another field.
        if (length >= 3 && start[0] == 0x08 && start[1] is > 0 and < 32 && start[2] is 0x12 or 0x1A or 0x22 or 0x2A or 0x32 or 0x3A or 0x42)
        {
            return ModelFormat.Onnx;
        }

        return (start[0], start[1]) switch
        {
            ((byte)'P', (byte)'K') => ModelFormat.PyTorch,
            (0x80, _) => ModelFormat.PyTorchLegacy,
            _ => Path.GetExtension(path).Equals(".safetensors", StringComparison.OrdinalIgnoreCase) ? ModelFormat.SafeTensors
                : Path.GetExtension(path).Equals(".onnx", StringComparison.OrdinalIgnoreCase) ? ModelFormat.Onnx
                : ModelFormat.PyTorch,
        };
    });

    /// <summary>All networks in a PyTorch or safetensors file, recognised where they can be.</summary>
    /// <exception cref="CycleGanException">It is missing, damaged, or holds no tensors.</exception>
    public static IReadOnlyList<ModelContents> Networks(string path)
    {
        var format = FormatOf(path);
        if (format == ModelFormat.Onnx)
        {
            throw new CycleGanException(FaultKind.UnreadableModel, $"'{path}' is an ONNX model.", path) { Remedy = Remedy.NameOnnx };
        }

        var index = Index(path, format);
        ModelContents[] found =
        [
            .. from part in index.Parts
               from contents in SplitByPrefix(path, index, part.Key, part.Value)
               select contents.Recognized(),
        ];
        return found.Length > 0
            ? found
            : throw new CycleGanException(
                FaultKind.UnreadableModel,
                ForeignModels.NameOfObject(index.Keys) is { } name
                    ? $"'{path}' is {name}."
                    : $"'{path}' holds no tensors with names. Expected: the state_dict of a network, as torch.save(model.state_dict(), path) writes it.",
                path);
    }

    /// <summary>The generator in a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="part">Which one, where there are several; null chooses by itself.</param>
    /// <exception cref="CycleGanException">There is none, or several; the message says what was found.</exception>
    public static ModelContents Generator(string path, string? part = null)
    {
        var networks = Networks(path);
        if (part is not null)
        {
            var chosen = networks.FirstOrDefault(network => network.Place == part)
                ?? throw new CycleGanException(
                    FaultKind.InvalidArgument, $"'{path}' has no part '{part}'; it has {Places(networks)}.", part);
            return chosen.Generator is not null || HasRecord(chosen) ? chosen : throw NotAGenerator(chosen);
        }

        ModelContents[] generators = [.. networks.Where(network => network.Generator is not null)];
        return generators switch
        {
            [var only] => only,
            // Weights and their running average beside them: the average is what such models are used with.
            [var one, var other] when one.Place == other.Place + "_ema" => one,
            [var one, var other] when other.Place == one.Place + "_ema" => other,
            [] when networks is [var only] && HasRecord(only) => only,
            [] => throw NotAGenerator(networks.MaxBy(network => network.Tensors.Count)!),
            _ => throw new CycleGanException(
                FaultKind.InvalidArgument, $"'{path}' holds several generators: {Places(generators)}.", path) { Remedy = Remedy.ChoosePart },
        };
    }

    private static bool HasRecord(ModelContents contents) => contents.Records.ContainsKey(GeneratorFile.InfoRecord);

    private static string Places(IEnumerable<ModelContents> networks) =>
        string.Join(", ", networks.Select(network => network.Place.Length == 0 ? "one without a name" : $"'{network.Place}'"));

    private static CycleGanException NotAGenerator(ModelContents contents) => new(
        FaultKind.UnreadableModel,
        $"'{contents.Path}'{(contents.Place.Length > 0 ? $" (its part '{contents.Place}')" : "")} is not a CycleGAN generator: {contents.Fault}.",
        contents.Path);

    private static TensorIndex Index(string path, ModelFormat format)
    {
        try
        {
            return format == ModelFormat.SafeTensors ? SafeTensors.Index(path) : PyTorchArchive.Index(path);
        }
        catch (CycleGanException fault) when (fault.InnerException is UnknownGlobalException unknown)
        {
            throw new CycleGanException(
                FaultKind.UnreadableModel,
                $"'{path}' holds the Python object '{unknown.Name}' and not weights alone: it may be a whole model, as torch.save(model, path) writes it. "
                    + "Nothing of it was run. In Python, where its code is, save the weights: torch.save(model.state_dict(), path).",
                path,
                fault);
        }
    }

    // A file may hold several networks side by side, told apart by what stands before "model.1.weight", or "model.model.1.weight" in a U-Net.
    private static IEnumerable<ModelContents> SplitByPrefix(
        string path, TensorIndex index, string part, IReadOnlyDictionary<string, TensorDescription> tensors)
    {
        string PrefixOf(string name) => LayerNumber().Match(name) is { Success: true } match ? match.Groups[1].Value : "";
        var shared = "";
        while (WrapperPrefix().Match(tensors.Keys.First()[shared.Length..]) is { Success: true } match
            && tensors.Keys.All(name => name.StartsWith(shared + match.Value, StringComparison.Ordinal)))
        {
            shared += match.Value;
        }

        return tensors
            .GroupBy(tensor => shared + PrefixOf(tensor.Key[shared.Length..]), StringComparer.Ordinal)
            .Select(group => new ModelContents(
                path,
                index.Format,
                index.Records,
                part,
                group.Key,
                new OrderedDictionary<string, TensorDescription>(
                    group.Select(tensor => KeyValuePair.Create(tensor.Key[group.Key.Length..], tensor.Value)))));
    }

    [GeneratedRegex(@"^(.*?)(model\.)?model\.\d+\.")]
    private static partial Regex LayerNumber();

    // What DataParallel and torch.compile put before every name.
    [GeneratedRegex(@"^(module|_orig_mod)\.")]
    private static partial Regex WrapperPrefix();
}
