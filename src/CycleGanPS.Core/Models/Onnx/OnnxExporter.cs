using System.Globalization;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Networks;
using Google.Protobuf;
using Onnx;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Models.Onnx;

/// <summary>
/// Writes a generator as an ONNX model: one input and one output, N×3×H×W in [−1, 1], with N, H and W left open. What the
/// file says of itself stands in its metadata: the record of our own model files, and how pictures go in.
/// </summary>
internal static class OnnxExporter
{
    /// <summary>Writes a model file, whole or not at all.</summary>
    /// <param name="halfPrecision">Weights as float16, which halves the file; the arithmetic stays float32.</param>
    /// <exception cref="CycleGanException">The disk refuses, or the generator has a layer that has no counterpart.</exception>
    public static void Save(GeneratorNetwork generator, GeneratorInfo info, string path, bool halfPrecision = false)
    {
        var model = Build(generator, info, halfPrecision);
        AtomicFile.Write(path, stream => model.WriteTo(stream));
    }

    /// <summary>The same model file in memory.</summary>
    public static byte[] ToBytes(GeneratorNetwork generator, GeneratorInfo info, bool halfPrecision = false) =>
        Build(generator, info, halfPrecision).ToByteArray();

    private static ModelProto Build(GeneratorNetwork generator, GeneratorInfo info, bool halfPrecision)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var channels = generator.Options.Channels;
        var graph = new OnnxGraphBuilder(generator.GetName(), "input", channels, halfPrecision);
        graph.AddGenerator(generator);

        var model = OnnxParts.Model(graph.Finish("output"));
        model.DocString = string.Create(
            CultureInfo.InvariantCulture,
            $"CycleGAN generator. Pictures of {channels} channels (RGB), channels first, values from -1 to 1; height and width are "
                + $"multiples of {generator.Options.SideMultiple}, at least {generator.Options.SmallestSide}.");
        model.MetadataProps.Add(Property(GeneratorFile.InfoRecord, GeneratorFile.Describe(info)));
        model.MetadataProps.Add(Property(OnnxMetadata.ValueRange, OnnxMetadata.SignedUnit));
        model.MetadataProps.Add(Property(OnnxMetadata.Layout, OnnxMetadata.ChannelsFirst));
        model.MetadataProps.Add(Property(OnnxMetadata.ChannelOrder, OnnxMetadata.Rgb));
        return model;
    }

    private static StringStringEntryProto Property(string key, string value) => new() { Key = key, Value = value };
}
