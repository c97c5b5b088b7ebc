using CycleGanPS.Core.Files;
using Google.Protobuf;
using Onnx;

namespace CycleGanPS.Core.Models.Onnx;

/// <summary>
/// Looks through an ONNX file from a stranger before a runtime loads it: whether it is one at all, which version, and
/// whether its weights, if they lie in other files, lie beside it.
/// </summary>
/// <param name="FormatVersion">The version of the file format ("IR version").</param>
/// <param name="Opset">The version of the standard operators.</param>
/// <param name="Metadata">What it says of itself.</param>
/// <param name="Parameters">Floating-point numbers among its weights, constants included.</param>
/// <param name="Precision">The number format of most of them, or null.</param>
internal sealed record OnnxModelFile(
    long FormatVersion, long Opset, IReadOnlyDictionary<string, string> Metadata, long Parameters, string? Precision)
{
    private static readonly Dictionary<int, string> Precisions = new()
    {
        [(int)TensorProto.Types.DataType.Float] = "Float32",
        [(int)TensorProto.Types.DataType.Double] = "Float64",
        [(int)TensorProto.Types.DataType.Float16] = "Float16",
        [(int)TensorProto.Types.DataType.Bfloat16] = "BFloat16",
    };

    // ONNX Runtime's sign for weights that already lie in memory, at an address that the file would name.
    private const string MemoryMark = "_ORT_MEM_ADDR_";

    /// <exception cref="CycleGanException">The file is missing, damaged, no ONNX model, or names weights outside its folder.</exception>
    public static OnnxModelFile Inspect(string path)
    {
        var model = Parse(path);
        if (model.Graph is null || model.Graph.Node.Count == 0)
        {
            throw new CycleGanException(FaultKind.UnreadableModel, $"'{path}' is not an ONNX model: it holds no graph.", path);
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        foreach (var tensor in Tensors(model.Graph).Concat(model.Functions.SelectMany(function => Tensors(function.Node))))
        {
            CheckExternalData(tensor, folder, path);
        }

        var weights = model.Graph.Initializer
            .Where(tensor => Precisions.ContainsKey(tensor.DataType))
            .GroupBy(tensor => tensor.DataType, tensor => tensor.Dims.Aggregate(1L, (product, size) => product * size))
            .OrderByDescending(group => group.Sum())
            .ToList();
        return new OnnxModelFile(
            model.IrVersion,
            model.OpsetImport.FirstOrDefault(import => import.Domain is "" or "ai.onnx")?.Version ?? 0,
            model.MetadataProps.DistinctBy(entry => entry.Key).ToDictionary(entry => entry.Key, entry => entry.Value),
            weights.Sum(group => group.Sum()),
            weights.Count > 0 ? Precisions[weights[0].Key] : null);
    }

    private static ModelProto Parse(string path) => ArchiveFaults.Guard(
        path,
        "an ONNX model",
        () =>
        {
            using var stream = RegularFile.OpenRead(path);
            if (stream.Length > int.MaxValue)
            {
                throw new InvalidDataException("a file of more than 2 GB, which an ONNX model cannot be");
            }

            try
            {
                return ModelProto.Parser.ParseFrom(stream);
            }
            catch (InvalidProtocolBufferException fault)
            {
                throw new CycleGanException(
                    FaultKind.UnreadableModel, $"'{path}' is not an ONNX model, or it is damaged or cut off.", path, fault);
            }
        },
        FaultKind.UnreadableModel);

    private static IEnumerable<TensorProto> Tensors(GraphProto graph) =>
        graph.Initializer
            .Concat(graph.SparseInitializer.SelectMany(Parts))
            .Concat(Tensors(graph.Node));

    private static IEnumerable<TensorProto> Tensors(IEnumerable<NodeProto> nodes) =>
        nodes.SelectMany(node => node.Attribute).SelectMany(attribute =>
            attribute.Tensors
                .Concat(attribute.T is null ? [] : [attribute.T])
                .Concat(attribute.SparseTensor is null ? [] : Parts(attribute.SparseTensor))
                .Concat(attribute.SparseTensors.SelectMany(Parts))
                .Concat(attribute.G is null ? [] : Tensors(attribute.G))
                .Concat(attribute.Graphs.SelectMany(Tensors)));

    private static IEnumerable<TensorProto> Parts(SparseTensorProto sparse) =>
        ((TensorProto?[])[sparse.Values, sparse.Indices]).OfType<TensorProto>();

    private static void CheckExternalData(TensorProto tensor, string folder, string path)
    {
        if (tensor.DataLocation != TensorProto.Types.DataLocation.External && tensor.ExternalData.Count == 0)
        {
            return;
        }

        var location = tensor.ExternalData.FirstOrDefault(entry => entry.Key == "location")?.Value ?? "";
        var relative = location.Replace('\\', '/');
        if (relative.Length == 0 || Path.IsPathRooted(relative) || relative.Contains(':') || relative.Contains('\0')
            || relative.Split('/').Contains("..") || relative.Contains(MemoryMark, StringComparison.Ordinal))
        {
            throw new CycleGanException(
                FaultKind.UnreadableModel,
                $"'{path}' wants the weights {tensor.Name} from '{location}'. Weights are read from the model's own folder only.",
                path);
        }

        if (FileStatus.Of(Path.Combine(folder, relative)) is not { Nature: FileNature.File })
        {
            throw new CycleGanException(
                FaultKind.UnreadableModel,
                $"'{path}' keeps weights ({tensor.Name}) in the file '{location}' beside it, which is not there. Put both into one folder.",
                path);
        }
    }
}
