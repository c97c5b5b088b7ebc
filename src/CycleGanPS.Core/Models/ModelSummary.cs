using CycleGanPS.Core.Files;
using CycleGanPS.Core.Models.Onnx;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Models;

/// <summary>What a network in a model file is; nothing that the file does not tell.</summary>
public sealed class ModelSummary
{
    /// <summary>The file's name without its folder.</summary>
    public required string Name { get; init; }

    /// <summary>How the file is written.</summary>
    public required ModelFormat Format { get; init; }

    /// <summary>What the network does.</summary>
    public ModelKind Kind { get; private set; } = ModelKind.Unknown;

    /// <summary>Such as "resnet_9blocks", "skip_9blocks", "unet_256" or "Patch70".</summary>
    public string? Architecture { get; private set; }

    /// <summary>The public code base whose names its weights have.</summary>
    public string? Layout { get; private set; }

    /// <summary>Its place in a file with more than itself.</summary>
    public string? Part { get; private set; }

    /// <summary>Numbers that were trained.</summary>
    public long? Parameters { get; private set; }

    /// <summary>Residual blocks between the generator's two halves.</summary>
    public int? ResidualBlocks { get; private set; }

    /// <summary>What the skip connections past the residual blocks hand on, where there are some.</summary>
    public SkipConnections? Skips { get; private set; }

    /// <summary>Channels of the first convolution.</summary>
    public int? Filters { get; private set; }

    /// <summary>How the generator doubles the resolution.</summary>
    public Upsampling? Upsampling { get; private set; }

    /// <summary>"Instance", "Batch" or "None".</summary>
    public string? Normalization { get; private set; }

    /// <summary>Whether the residual blocks have dropout.</summary>
    public bool? Dropout { get; private set; }

    /// <summary>"ReLU", "LeakyReLU 0.2", or "not recorded": weights do not tell. Of a U-Net those of its two halves.</summary>
    public string? Activation { get; private set; }

    /// <summary>The number format of the weights in the file.</summary>
    public string? Precision { get; private set; }

    /// <summary>The side in pixels that it was trained at.</summary>
    public int? ImageSize { get; private set; }

    /// <summary>"AB" or "BA".</summary>
    public string? Direction { get; private set; }

    /// <summary>The run whose folder the file lies in.</summary>
    public string? Run { get; private set; }

    /// <summary>What the training changed of the study's baseline.</summary>
    public string? Technique { get; private set; }

    /// <summary>The decay of the averages that its weights are, or null where they are as trained last.</summary>
    public double? AverageDecay { get; private set; }

    /// <summary>Epochs that it was trained.</summary>
    public int? Epochs { get; private set; }

    /// <summary>Steps that it was trained.</summary>
    public long? Steps { get; private set; }

    /// <summary>The adversarial loss that it was trained with.</summary>
    public AdversarialLossKind? AdversarialLoss { get; private set; }

    /// <summary>SHA-256 over names and sizes of the training images.</summary>
    public string? DataFingerprint { get; private set; }

    /// <summary>The program and version that wrote the file.</summary>
    public string? Writer { get; private set; }

    /// <summary>What it is, or why it is not recognised, where that is no network of a CycleGAN.</summary>
    public string? Note { get; private set; }

    /// <summary>Bytes of the whole file.</summary>
    public required long FileSize { get; init; }

    /// <summary>SHA-256 of the whole file, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The absolute path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>Sums up every network in a file. No weights are read, but for the hash.</summary>
    /// <exception cref="CycleGanException">The file is missing, damaged, or no model file.</exception>
    public static IReadOnlyList<ModelSummary> Read(string path)
    {
        var format = ModelFile.FormatOf(path);
        // The file is looked at before it is hashed: what is none of ours may be large.
        var networks = format == ModelFormat.Onnx ? [] : ModelFile.Networks(path);
        var onnx = format == ModelFormat.Onnx ? OnnxModelFile.Inspect(path) : null;
        var blank = new ModelSummary
        {
            Name = System.IO.Path.GetFileName(path),
            Path = path,
            Format = format,
            Run = RunOf(path),
            FileSize = RegularFile.LengthOf(path),
            Sha256 = FileHash.Of(path),
        };
        return onnx is null ? [.. networks.Select(network => blank.With(network, networks.Count > 1))] : [blank.With(onnx)];
    }

    /// <summary>The tensors of a file, a line each: part, name, type and shape.</summary>
    public static IEnumerable<string> Tensors(string path) =>
        ModelFile.FormatOf(path) == ModelFormat.Onnx
            ? []
            : from network in ModelFile.Networks(path)
              from tensor in network.Tensors
              select $"{(network.Part.Length > 0 ? network.Part + ": " : "")}{network.Prefix}{tensor.Key}  {tensor.Value.Type}  {tensor.Value.Size}";

    private ModelSummary With(ModelContents contents, bool isOneOfSeveral)
    {
        var isRecorded = contents.Records.ContainsKey(GeneratorFile.InfoRecord) && !isOneOfSeveral;
        var info = isRecorded || contents.Generator is not null ? GeneratorFile.InfoOf(contents) : null;
        var summary = (ModelSummary)MemberwiseClone();
        summary.Part = contents.Place.Length > 0 ? contents.Place : null;
        summary.Precision = PrecisionOf(contents.Tensors.Values);
        if (info is not null)
        {
            summary.Take(info);
        }
        else if (contents.Discriminator is { } discriminator)
        {
            summary.Kind = ModelKind.Discriminator;
            summary.Architecture = discriminator.Architecture;
            summary.Layout = discriminator.CodeBase;
            summary.Filters = discriminator.Filters;
            summary.Normalization = discriminator.Normalization;
            summary.Parameters = contents.Tensors
                .Where(tensor => tensor.Key.Split('.')[^1] is "weight" or "bias" or SpectralConvolution.Weight)
                .Sum(tensor => tensor.Value.Elements);
        }
        else
        {
            summary.Note = contents.Fault;
        }

        return summary;
    }

    private ModelSummary With(OnnxModelFile onnx)
    {
        (Parameters, Precision, Note) = (onnx.Parameters, onnx.Precision, $"opset {onnx.Opset}");
        if (GeneratorFile.ReadInfo(onnx.Metadata.GetValueOrDefault(GeneratorFile.InfoRecord), Path) is { } info)
        {
            Take(info);
        }

        return this;
    }

    private void Take(GeneratorInfo info)
    {
        Kind = ModelKind.Generator;
        Architecture = info.Generator.Architecture;
        Layout = CodeBases.Of(info.Generator);
        Parameters = GeneratorLayout.Weights(info.Generator)
            .Where(weight => !weight.Name.Contains(".running_", StringComparison.Ordinal))
            .Sum(weight => new TensorDescription(default, weight.Shape).Elements);
        var isUnet = info.Generator.Kind == GeneratorKind.Unet;
        ResidualBlocks = isUnet ? null : info.Generator.ResidualBlocks;
        Skips = info.Generator.Kind == GeneratorKind.SkipResnet ? info.Generator.Skips : null;
        Filters = info.Generator.Filters;
        Upsampling = info.Generator.Upsampling;
        Normalization = info.Generator.Normalization.ToString();
        Dropout = isUnet ? null : info.Generator.Dropout;
        Activation = isUnet ? "LeakyReLU 0.2, ReLU"
            : info.ActivationAssumed == true ? "not recorded"
            : info.Generator.Activation == Options.Activation.LeakyReLU ? FormattableString.Invariant($"LeakyReLU {info.Generator.NegativeSlope}")
            : info.Generator.Activation.ToString();
        ImageSize = info.ImageSize;
        Direction = info.Direction;
        Technique = info.Technique;
        AverageDecay = info.AverageDecay;
        Epochs = info.Epochs;
        Steps = info.Steps;
        AdversarialLoss = info.AdversarialLoss;
        DataFingerprint = info.DataFingerprint;
        Writer = info.Writer;
    }

    private static string? PrecisionOf(IEnumerable<TensorDescription> tensors)
    {
        ScalarType[] types = [.. tensors.Select(tensor => tensor.Type).Where(ElementTypes.IsReal).Distinct()];
        return types.Length == 0 ? null : string.Join(", ", types);
    }

    // The results of a run lie in its folder, those of a checkpoint two folders below.
    private static string? RunOf(string path)
    {
        var folder = Directory.GetParent(System.IO.Path.GetFullPath(path));
        return new[] { folder, folder?.Parent?.Parent }
            .Where(candidate => candidate is not null && new RunFolder(candidate.FullName).Exists)
            .Select(candidate => candidate!.Name)
            .FirstOrDefault();
    }
}
