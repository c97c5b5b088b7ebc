using Google.Protobuf;
using Onnx;

namespace CycleGanPS.Core.Tests.Inference;

/// <summary>Small ONNX models as other projects make them, built by hand.</summary>
internal static class SmallOnnxModels
{
    public static ValueInfoProto Port(string name, TensorProto.Types.DataType type, params object[] shape)
    {
        var dimensions = new TensorShapeProto();
        dimensions.Dim.Add(shape.Select(size => size is string symbol
            ? new TensorShapeProto.Types.Dimension { DimParam = symbol }
            : new TensorShapeProto.Types.Dimension { DimValue = Convert.ToInt64(size) }));
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dimensions };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    public static ModelProto Model(ValueInfoProto input, ValueInfoProto output, params NodeProto[] nodes)
    {
        var graph = new GraphProto { Name = "small" };
        graph.Input.Add(input);
        graph.Output.Add(output);
        graph.Node.Add(nodes);
        return new ModelProto { IrVersion = 8, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 13 } }, Graph = graph };
    }

    public static NodeProto Node(string operation, string[] inputs, string output, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = operation, Output = { output } };
        node.Input.Add(inputs);
        node.Attribute.Add(attributes);
        return node;
    }

    public static AttributeProto Integers(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.Add(values);
        return attribute;
    }

    public static TensorProto Weights(string name, long[] shape, params float[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Float };
        tensor.Dims.Add(shape);
        tensor.FloatData.Add(values);
        return tensor;
    }

    /// <summary>
    /// As AnimeGAN's models are: channels last, an open size of which each side is a multiple of 32, values from −1 to 1. It
    /// halves five times, doubles five times, and turns the colours: what comes out is the mean of each 32×32 square, with
    /// red where blue was.
    /// </summary>
    public static ModelProto AnimeGanStyle()
    {
        var model = Model(
            Port("generator_input:0", TensorProto.Types.DataType.Float, "unk__0", "unk__1", "unk__2", 3),
            Port("generator/output:0", TensorProto.Types.DataType.Float, "unk__3", "unk__4", "unk__5", 3),
            Node("Transpose", ["generator_input:0"], "nchw", Integers("perm", 0, 3, 1, 2)),
            Node("AveragePool", ["nchw"], "small", Integers("kernel_shape", 32, 32), Integers("strides", 32, 32)),
            Node("Conv", ["small", "turn"], "turned"),
            Node(
                "Resize",
                ["turned", "", "scales"],
                "large",
                new AttributeProto { Name = "mode", Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8("nearest") }),
            Node("Tanh", ["large"], "bounded"),
            Node("Transpose", ["bounded"], "generator/output:0", Integers("perm", 0, 2, 3, 1)));
        model.Graph.Initializer.Add(Weights("turn", [3, 3, 1, 1], 0, 0, 1, 0, 1, 0, 1, 0, 0));
        model.Graph.Initializer.Add(Weights("scales", [4], 1, 1, 32, 32));
        return model;
    }

    /// <summary>A model that gives back what it takes.</summary>
    public static ModelProto Same(TensorProto.Types.DataType type, params object[] shape) =>
        Model(Port("x", type, shape), Port("y", type, shape), Node("Identity", ["x"], "y"));

    public static string Save(this ModelProto model, TemporaryFolder folder, string name = "model.onnx")
    {
        using var stream = File.Create(folder.File(name));
        model.WriteTo(stream);
        return folder.File(name);
    }
}
