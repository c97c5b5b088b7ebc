using static TorchSharp.torch;

namespace CycleGanPS.Core.Serialization;

/// <summary>
/// Named tensors in the order of their file, and the text records that lay beside them. It owns its tensors:
/// dispose it when their values have been copied.
/// </summary>
public sealed class StateDict : IDisposable
{
    private readonly OrderedDictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    /// <param name="tensors">Tensors to take over, in order.</param>
    /// <param name="extraRecords">Text that came with them: records of the archive, or safetensors metadata.</param>
    public StateDict(IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? extraRecords = null)
    {
        ExtraRecords = extraRecords ?? new Dictionary<string, string>();
        foreach ((string name, Tensor tensor) in tensors)
        {
            _tensors.Add(name, tensor.DetachFromDisposeScope());
        }
    }

    /// <summary>The tensors by name, in order.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>Extra text by name, such as <c>cyclegan.json</c>.</summary>
    public IReadOnlyDictionary<string, string> ExtraRecords { get; }

    public void Dispose()
    {
        foreach (Tensor tensor in _tensors.Values)
        {
            tensor.Dispose();
        }

        _tensors.Clear();
    }
}
