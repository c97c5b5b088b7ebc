using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace CycleGanPS.Core.Inference;

/// <summary>The input or the output of a model that stands for pictures.</summary>
internal sealed record OnnxPort
{
    private readonly TensorElementType _type;
    private readonly string _text;

    private OnnxPort(string name, NodeMetadata metadata, bool channelsLast)
    {
        Name = name;
        ChannelsLast = channelsLast;
        _type = metadata.ElementDataType;
        _text = Text(name, metadata);
        var shape = metadata.Dimensions;
        Batch = Fixed(shape[0]);
        Height = Fixed(shape[channelsLast ? 1 : 2]);
        Width = Fixed(shape[channelsLast ? 2 : 3]);
    }

    public string Name { get; }

    public bool ChannelsLast { get; }

    public bool IsByte => _type == TensorElementType.UInt8;

    /// <summary>The only number of pictures, height and width that it knows; null where they are open.</summary>
    public int? Batch { get; }

    public int? Height { get; }

    public int? Width { get; }

    public override string ToString() => _text;

    /// <summary>The input and the output of a model that turns pictures into pictures.</summary>
    /// <exception cref="CycleGanException">It does not; the message says what it takes and gives.</exception>
    public static (OnnxPort Input, OnnxPort Output) Find(InferenceSession session, TensorLayout layout, string model)
    {
        CycleGanException Refuse(string why, Remedy remedy = Remedy.None) => new(
            FaultKind.UnreadableModel,
            $"The model '{model}' does not turn one picture into another: {why}. It takes {List(session.InputMetadata)} and gives "
                + $"{List(session.OutputMetadata)}.",
            model) { Remedy = remedy };

        if (session.InputMetadata.Count != 1)
        {
            throw Refuse($"it needs {session.InputMetadata.Count} inputs");
        }

        var (name, input) = session.InputMetadata.Single();
        if (!IsNumbers(input) || input.Dimensions.Length != 4)
        {
            throw Refuse("its input is not a batch of pictures (4 dimensions of float32, float16 or uint8)");
        }

        if (LayoutOf(input.Dimensions, layout) is not { } last)
        {
            throw layout == TensorLayout.Auto
                ? Refuse("its input has no dimension of 3 channels, second (NCHW) or last (NHWC)", Remedy.NameLayout)
                : Refuse($"its input does not have 3 channels where the layout {layout} has them");
        }

        // Of several outputs the first that can be pictures; where it leaves all open it is as the input is.
        foreach (var (outputName, output) in session.OutputMetadata)
        {
            if (IsNumbers(output) && output.Dimensions.Length == 4
                && (Matches(output.Dimensions, last) ? last : LayoutOf(output.Dimensions, TensorLayout.Auto)) is { } outputLast)
            {
                return (new OnnxPort(name, input, last), new OnnxPort(outputName, output, outputLast));
            }
        }

        throw Refuse("no output is a batch of pictures of 3 channels");
    }

    /// <summary>The values as the model's input, which keeps them where they are until it is disposed.</summary>
    public OrtValue Wrap(float[] values, long[] shape) => _type switch
    {
        TensorElementType.Float16 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (Float16)value), shape),
        TensorElementType.UInt8 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (byte)Math.Clamp(value + 0.5f, 0, 255)), shape),
        _ => OrtValue.CreateTensorValueFromMemory(values, shape),
    };

    /// <summary>The values that the model gave.</summary>
    public float[] Unwrap(OrtValue value) => _type switch
    {
        TensorElementType.Float16 => Array.ConvertAll(value.GetTensorDataAsSpan<Float16>().ToArray(), number => (float)number),
        TensorElementType.UInt8 => Array.ConvertAll(value.GetTensorDataAsSpan<byte>().ToArray(), number => (float)number),
        _ => value.GetTensorDataAsSpan<float>().ToArray(),
    };

    private static bool? LayoutOf(int[] shape, TensorLayout layout) => layout switch
    {
        TensorLayout.Nchw => Matches(shape, last: false) ? false : null,
        TensorLayout.Nhwc => Matches(shape, last: true) ? true : null,
        _ when shape[1] == 3 => false,
        _ when shape[3] == 3 => true,
        _ => null,
    };

    private static bool Matches(int[] shape, bool last) => shape[last ? 3 : 1] is 3 or < 0;

    private static bool IsNumbers(NodeMetadata metadata) =>
        metadata.IsTensor && metadata.ElementDataType is TensorElementType.Float or TensorElementType.Float16 or TensorElementType.UInt8;

    private static int? Fixed(int dimension) => dimension > 0 ? dimension : null;

    private static string List(IReadOnlyDictionary<string, NodeMetadata> ports) =>
        ports.Count == 0 ? "nothing" : string.Join(", ", ports.Select(port => Text(port.Key, port.Value)));

    private static string Text(string name, NodeMetadata metadata) => metadata.IsTensor
        ? $"'{name}' ({metadata.ElementDataType} {string.Join('×', metadata.Dimensions.Select((size, index) => Side(metadata, size, index)))})"
        : $"'{name}' ({metadata.OnnxValueType})";

    private static string Side(NodeMetadata metadata, int size, int index) =>
        size >= 0 ? $"{size}" : metadata.SymbolicDimensions[index] is { Length: > 0 } symbol ? symbol : "?";
}
