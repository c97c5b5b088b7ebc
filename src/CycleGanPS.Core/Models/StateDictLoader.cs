using static TorchSharp.torch;

namespace CycleGanPS.Core.Models;

/// <summary>Copies the tensors of a file into a network, and says exactly what does not fit.</summary>
internal static class StateDictLoader
{
    /// <summary>Fills every parameter and buffer of <paramref name="network"/>; shapes must agree, nothing may be missing or left over.</summary>
    /// <exception cref="CycleGanException">A key is missing, unknown or of another shape.</exception>
    public static void Load(nn.Module network, IReadOnlyDictionary<string, Tensor> tensors, string path)
    {
        using var noGrad = no_grad();
        var unused = tensors.Keys.ToHashSet(StringComparer.Ordinal);
        var parameters = network.named_parameters().Select(entry => (entry.name, (Tensor)entry.parameter));
        foreach (var (name, parameter) in parameters.Concat(network.named_buffers()))
        {
            if (!tensors.TryGetValue(name, out var given))
            {
                throw Mismatch(path, $"it has no {name} ({Shape(parameter)})");
            }

            if (!given.shape.SequenceEqual(parameter.shape))
            {
                throw Mismatch(path, $"its {name} is {Shape(given)}, where {Shape(parameter)} is expected");
            }

            parameter.copy_(given);
            unused.Remove(name);
        }

        if (unused.Count > 0)
        {
            throw Mismatch(path, $"it also holds {string.Join(", ", unused.Order(StringComparer.Ordinal).Take(3))}{(unused.Count > 3 ? ", …" : "")}");
        }
    }

    private static CycleGanException Mismatch(string path, string what) =>
        new(FaultKind.UnreadableModel, $"The weights in {path} do not fit the network they are for: {what}.", path);

    private static string Shape(Tensor tensor) => string.Join('×', tensor.shape);
}
