using System.Runtime.InteropServices;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Inference.Strips;
using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.Onnx;
using CycleGanPS.Core.Options;
using Microsoft.ML.OnnxRuntime;

namespace CycleGanPS.Core.Inference;

/// <summary>
/// A generator in an ONNX model, run by ONNX Runtime on the CPU. Any model will do that takes one picture of three
/// channels, or a batch of them, and gives one.
/// </summary>
internal sealed class OnnxGenerator : IImageGenerator
{
    // What is wanted of a model that says nothing about itself. Most halve their pictures two or three times, and the
    // public AnimeGAN scripts pad to 32; more than is needed costs only a margin.
    private const int CautiousMultiple = 32;

    private readonly string _name;
    private readonly GeneratorOptions _shape;
    private readonly InferenceSession _session;
    private readonly OnnxPort _input;
    private readonly OnnxPort _output;
    private readonly OnnxPictures _pictures;

    private OnnxGenerator(string name, InferenceSession session, EngineOptions options)
    {
        (_name, _session) = (name, session);
        var metadata = session.ModelMetadata.CustomMetadataMap;
        (_input, _output) = OnnxPort.Find(session, options.Layout, name);
        _pictures = new OnnxPictures(_input.ChannelsLast, RangeOf(options, metadata), OrderOf(options, metadata) == ChannelOrder.Bgr);
        var info = GeneratorFile.ReadInfo(metadata.GetValueOrDefault(GeneratorFile.InfoRecord), name);
        NativeSize = info?.ImageSize ?? ((_input.Width, _input.Height) is ({ } width, { } height) ? Math.Min(width, height) : null);
        _shape = info?.Generator ?? new GeneratorOptions();
        MemoryLimit = options.MaxMemory ?? MachineMemory.Free / 2;
        Sizes = new PictureSizes
        {
            Multiple = info?.Generator.SideMultiple ?? CautiousMultiple,
            Smallest = info?.Generator.SmallestSide ?? CautiousMultiple,
            Width = _input.Width,
            Height = _input.Height,
        };
        Description = $"takes {_input}, {_pictures.Range}, {(_pictures.BlueFirst ? "BGR" : "RGB")}; gives {_output}; with ONNX Runtime on the CPU";
    }

    public string Description { get; }

    public PictureSizes Sizes { get; }

    public int? NativeSize { get; }

    public long MemoryLimit { get; }

    public long LeastBytes(int width, int height) => StripedForward.WholeImageBytes(_shape, height, width);

    /// <summary>Opens a model file.</summary>
    /// <param name="threads">Threads that work on one operation.</param>
    /// <exception cref="CycleGanException">The file is damaged, not for ONNX Runtime, or its model does not turn pictures into pictures.</exception>
    public static OnnxGenerator Open(string path, EngineOptions options, int threads)
    {
        var file = InspectWhileStarting(path);
        return OnnxSessions.Guard(
            path,
            $"ONNX format version {file.FormatVersion}, operator set {file.Opset}",
            () => Make(path, options, OnnxSessions.Open(path, threads)));
    }

    /// <summary>Opens a model in memory that is our own.</summary>
    public static OnnxGenerator Open(byte[] model, string name, EngineOptions options, int threads) =>
        OnnxSessions.Guard(name, "exported to memory", () => Make(name, options, OnnxSessions.Open(model, threads)));

    public IReadOnlyList<RgbImage> Translate(IReadOnlyList<RgbImage> pictures, CancellationToken cancellation = default)
    {
        try
        {
            return [.. pictures.Chunk(_input.Batch ?? pictures.Count).SelectMany(chunk => Run(chunk, cancellation))];
        }
        catch (OnnxRuntimeException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new ExternalException(fault.Message, fault);
        }
    }

    public void Dispose() => _session.Dispose();

    private List<RgbImage> Run(RgbImage[] pictures, CancellationToken cancellation)
    {
        var (width, height) = (pictures[0].Width, pictures[0].Height);
        var size = checked(3 * width * height);
        // A model of a fixed batch gets it whole, with nothing in the unused places.
        var batch = _input.Batch ?? pictures.Length;
        var values = new float[checked(batch * size)];
        for (var index = 0; index < pictures.Length; index++)
        {
            _pictures.Write(pictures[index], values.AsSpan(index * size, size));
        }

        using var input = _input.Wrap(values, OnnxPictures.Shape(_input.ChannelsLast, batch, width, height));
        using var run = new RunOptions();
        using var stop = cancellation.Register(() => run.Terminate = true);
        using var results = _session.Run(run, [_input.Name], [input], [_output.Name]);
        var shape = results[0].GetTensorTypeAndShape().Shape;
        var (outputWidth, outputHeight) = shape.Length != 4 ? (0, 0) : _output.ChannelsLast ? ((int)shape[2], (int)shape[1]) : ((int)shape[3], (int)shape[2]);
        if (outputWidth < 1 || outputHeight < 1 || !shape.SequenceEqual(OnnxPictures.Shape(_output.ChannelsLast, batch, outputWidth, outputHeight)))
        {
            throw new CycleGanException(
                FaultKind.UnreadableModel,
                $"The model '{_name}' gave {string.Join('×', shape)} for {batch} pictures of {width}×{height}; that is no picture for each.",
                _name);
        }

        var output = _output.Unwrap(results[0]);
        var outputSize = 3 * outputWidth * outputHeight;
        return
        [
            .. pictures.Select((_, index) => PillowResampler.Resize(
                _pictures.Read(output.AsSpan(index * outputSize, outputSize), outputWidth, outputHeight, _output.ChannelsLast),
                width, height, Resampling.Bicubic)),
        ];
    }

    // The runtime takes as long to start as the file to be looked through, and neither needs the other.
    private static OnnxModelFile InspectWhileStarting(string path)
    {
        var starting = Task.Run(() => OnnxSessions.Version);
        try
        {
            return OnnxModelFile.Inspect(path);
        }
        finally
        {
            // Also where the file is no model. What the start fails with is told at its use.
            Task.WaitAny([starting], CancellationToken.None);
        }
    }

    private ValueRange RangeOf(EngineOptions options, IReadOnlyDictionary<string, string> metadata) =>
        options.ValueRange != ValueRange.Auto ? options.ValueRange
        : metadata.GetValueOrDefault(OnnxMetadata.ValueRange) == OnnxMetadata.SignedUnit ? ValueRange.SignedUnit
        : _input.IsByte ? ValueRange.Byte
        : ValueRange.SignedUnit;

    private static ChannelOrder OrderOf(EngineOptions options, IReadOnlyDictionary<string, string> metadata) =>
        options.ChannelOrder != ChannelOrder.Auto ? options.ChannelOrder
        : metadata.GetValueOrDefault(OnnxMetadata.ChannelOrder) == "BGR" ? ChannelOrder.Bgr
        : ChannelOrder.Rgb;

    private static OnnxGenerator Make(string name, EngineOptions options, InferenceSession session)
    {
        try
        {
            return new OnnxGenerator(name, session, options);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
