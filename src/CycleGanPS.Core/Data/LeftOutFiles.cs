namespace CycleGanPS.Core.Data;

/// <summary>What lies among pictures and is not taken: how many of each kind, and the first of them.</summary>
internal sealed class LeftOutFiles
{
    private readonly SortedDictionary<LeftOutReason, (int Count, string First)> _found = [];

    public int Count => _found.Values.Sum(found => found.Count);

    public void Add(LeftOutReason reason, string name)
    {
        var (count, first) = _found.GetValueOrDefault(reason, (0, name));
        _found[reason] = (count + 1, string.CompareOrdinal(name, first) < 0 ? name : first);
    }

    /// <summary>One sentence about all of it; null where there is none.</summary>
    /// <param name="of">The folder or pattern that it was found by.</param>
    public string? Tell(string of) => Count == 0
        ? null
        : $"Left out of '{of}': {string.Join("; ", _found.Select(found => $"{Words(found.Key, found.Value.Count)}, first '{found.Value.First}'"))}.";

    private static string Words(LeftOutReason reason, int count)
    {
        var (one, several) = reason switch
        {
            LeftOutReason.Name => ("1 file whose name is not UTF-8", "files whose names are not UTF-8"),
            LeftOutReason.Format => ("1 file of a format that is not read", "files of formats that are not read"),
            LeftOutReason.Hidden => ("1 hidden picture", "hidden pictures"),
            _ => ("1 folder that cannot be opened", "folders that cannot be opened"),
        };
        return count == 1 ? one : $"{count} {several}";
    }
}
