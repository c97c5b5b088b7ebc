using CycleGanPS.Core.Distributed;

namespace CycleGanPS.Binding;

/// <summary>One part of a set of pictures, as a cmdlet works through it, and what it leaves behind for the others.</summary>
/// <param name="shard">The part.</param>
/// <param name="folder">The folder of the results.</param>
/// <param name="replace">Whether what other settings have left may be replaced.</param>
/// <param name="settings">What decides the results, by name.</param>
internal sealed class ShardResults(Shard shard, string folder, bool replace, params (string Name, object? Value)[] settings)
{
    private readonly SortedDictionary<string, string> _settings = new(settings.ToDictionary(one => one.Name, one => $"{one.Value}"), StringComparer.Ordinal);
    private readonly Dictionary<string, string> _relative = [];
    private readonly SortedDictionary<string, string> _results = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _faults = new(StringComparer.Ordinal);
    private bool _hasBegun;

    /// <summary>Whether a picture belongs to this part.</summary>
    /// <param name="image">Its path.</param>
    /// <param name="below">The folder that it lies in, below the one that was named.</param>
    public bool Takes(string image, string below)
    {
        var relative = Path.Combine(below, Path.GetFileName(image)).Replace('\\', '/');
        if (!shard.Holds(relative))
        {
            return false;
        }

        _relative[image] = relative;
        return true;
    }

    /// <summary>Before the first result: makes sure that all parts agree.</summary>
    public void Begin()
    {
        if (!_hasBegun)
        {
            ShardManifest.Begin(folder, shard, _settings, replace);
            _hasBegun = true;
        }
    }

    /// <summary>Notes a result, by its path, absolute or below the folder.</summary>
    public void Done(string image, string result) =>
        _results[_relative[image]] = Path.GetRelativePath(folder, Path.Combine(folder, result)).Replace('\\', '/');

    /// <summary>Notes why there is none.</summary>
    public void Failed(string image, Exception fault) => _faults[_relative[image]] = fault.Message;

    /// <summary>Leaves word of all that was done.</summary>
    public void Finish()
    {
        Begin();
        ShardManifest.Write(folder, shard, new ShardManifest(shard.ToString(), _settings, _results, _faults));
    }
}
