using System.Collections;
using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Models;

/// <summary>
/// Named tensors in the order of their file, and the text records that lay beside them. It owns its tensors:
/// dispose it when their values have been copied.
/// </summary>
internal sealed class StateDict : IReadOnlyDictionary<string, Tensor>, IDisposable
{
    private readonly OrderedDictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    /// <param name="tensors">Tensors to take over, in order.</param>
    /// <param name="records">Text that came with them: records of the archive, or safetensors metadata.</param>
    public StateDict(IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? records = null)
    {
        Records = records ?? new Dictionary<string, string>();
        foreach ((var name, var tensor) in tensors)
        {
            _tensors.Add(name, tensor.DetachFromDisposeScope());
        }
    }

    /// <summary>Extra text by name, such as <c>cyclegan.json</c>.</summary>
    public IReadOnlyDictionary<string, string> Records { get; }

    public int Count => _tensors.Count;

    public IEnumerable<string> Keys => _tensors.Keys;

    public IEnumerable<Tensor> Values => _tensors.Values;

    public Tensor this[string key] => _tensors[key];

    public bool ContainsKey(string key) => _tensors.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Tensor value) => _tensors.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() => _tensors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
        {
            tensor.Dispose();
        }

        _tensors.Clear();
    }
}
