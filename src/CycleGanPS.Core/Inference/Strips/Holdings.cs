namespace CycleGanPS.Core.Inference.Strips;

/// <summary>What a run in strips keeps in memory until it is done or has something better.</summary>
internal sealed class Holdings : IDisposable
{
    private readonly List<IDisposable> _all = [];

    /// <summary>Rows of the tallest map so far.</summary>
    public int Height { get; private set; }

    /// <summary>Bytes of the maps that are kept.</summary>
    public long MapBytes => _all.OfType<StoredMap>().Sum(map => map.Bytes);

    public void Add(object kept)
    {
        Height = Math.Max(Height, (kept as FeatureMap)?.Height ?? 0);
        if (kept is IDisposable disposable)
        {
            _all.Add(disposable);
        }
    }

    /// <summary>Keeps one map in the place of all that it was made of.</summary>
    public void Replace(StoredMap map)
    {
        Dispose();
        Add(map);
    }

    public void Dispose()
    {
        _all.ForEach(kept => kept.Dispose());
        _all.Clear();
    }
}
