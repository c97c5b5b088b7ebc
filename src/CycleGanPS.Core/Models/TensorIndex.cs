using static TorchSharp.torch;

namespace CycleGanPS.Core.Models;

/// <summary>A tensor in a file, without its elements.</summary>
internal sealed record TensorDescription(ScalarType Type, long[] Shape)
{
    public string Size => Shape.Length == 0 ? "a single number" : string.Join('×', Shape);

    public long Elements => Shape.Aggregate(1L, (product, size) => product * size);
}

/// <summary>What lies in a file of tensors: all names and shapes, and not one element.</summary>
/// <param name="Format">How the file is written.</param>
/// <param name="Records">Text that lies beside the tensors.</param>
/// <param name="Parts">
/// The dictionaries with tensors, by their place in the file: "" for the saved object itself, "netG" or "state.weights" for
/// one within.
/// </param>
/// <param name="Keys">The keys of the saved object itself.</param>
internal sealed record TensorIndex(
    ModelFormat Format,
    IReadOnlyDictionary<string, string> Records,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, TensorDescription>> Parts,
    IReadOnlyCollection<string> Keys);
