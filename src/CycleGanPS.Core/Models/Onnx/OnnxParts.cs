using Google.Protobuf;
using Onnx;

namespace CycleGanPS.Core.Models.Onnx;

/// <summary>What an ONNX graph is put together from, besides its operations and weights.</summary>
internal static class OnnxParts
{
    /// <summary>The operator set of the models: of 2022, which ONNX Runtime knows from 1.12 on.</summary>
    public const int Opset = 17;

    // The first version of the format that has opset 17.
    private const int FormatVersion = 8;

    public static ValueInfoProto Picture(string name, long channels)
    {
        static TensorShapeProto.Types.Dimension Open(string name) => new() { DimParam = name };
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor
                {
                    ElemType = (int)TensorProto.Types.DataType.Float,
                    Shape = new TensorShapeProto
                    {
                        Dim = { Open("batch"), new TensorShapeProto.Types.Dimension { DimValue = channels }, Open("height"), Open("width") },
                    },
                },
            },
        };
    }

    /// <summary>A model of the graph in the version of the format and the operators that all of ours have.</summary>
    public static ModelProto Model(GraphProto graph) => new()
    {
        IrVersion = FormatVersion,
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = Opset } },
        ProducerName = "CycleGanPS",
        ProducerVersion = typeof(OnnxParts).Assembly.GetName().Version!.ToString(3),
        Graph = graph,
    };

    /// <summary>Constants of a graph, as bytes that are not copied.</summary>
    public static TensorProto Initializer(string name, TensorProto.Types.DataType type, long[] shape, byte[] bytes)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = UnsafeByteOperations.UnsafeWrap(bytes) };
        tensor.Dims.Add(shape);
        return tensor;
    }

    /// <summary>A number for both directions, or one for each.</summary>
    public static long[] Pair(long[] values) => values is [var both] ? [both, both] : values;

    public static AttributeProto Text(string name, string value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    public static AttributeProto Real(string name, double value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = (float)value };

    public static AttributeProto Number(string name, long value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    public static AttributeProto Numbers(string name, long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.Add(values);
        return attribute;
    }
}
