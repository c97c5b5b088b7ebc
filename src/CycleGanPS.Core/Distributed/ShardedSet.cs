using System.Security.Cryptography;
using System.Text;

namespace CycleGanPS.Core.Distributed;

/// <summary>Which part of which set something was made of: parts of one set add up to it, and parts of different ones do not.</summary>
/// <param name="Shard">The part.</param>
/// <param name="Files">Files of the whole set.</param>
/// <param name="Fingerprint">SHA-256 over the paths of all of them below the set's folder.</param>
internal sealed record ShardedSet(Shard Shard, int Files, string Fingerprint)
{
    /// <summary>Takes a part out of a set.</summary>
    /// <param name="shard">The part.</param>
    /// <param name="files">Absolute paths of the whole set.</param>
    /// <param name="root">The folder below which they lie, or null where they were named one by one: then their names count.</param>
    public static (ShardedSet Set, IReadOnlyList<string> Part) Of(Shard shard, IReadOnlyList<string> files, string? root)
    {
        var relative = files.Select(file => (root is null ? Path.GetFileName(file) : Path.GetRelativePath(root, file)).Replace('\\', '/')).ToList();
        var all = string.Join('\n', relative.Order(StringComparer.Ordinal));
        var set = new ShardedSet(shard, files.Count, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all))));
        return (set, [.. files.Where((_, place) => shard.Holds(relative[place]))]);
    }

    /// <summary>Makes sure that parts are those of one set, each once and none missing.</summary>
    /// <param name="parts">The parts with the files that tell of them; null is a file that is no part.</param>
    /// <exception cref="CycleGanException">They are not; the fault names which.</exception>
    public static void EnsureWhole(IReadOnlyList<(ShardedSet? Set, string File)> parts)
    {
        if (parts.All(part => part.Set is null))
        {
            return;
        }

        var first = parts[0];
        foreach (var (set, file) in parts)
        {
            if (set is null || first.Set is null)
            {
                var (none, one) = (parts.First(part => part.Set is null).File, parts.First(part => part.Set is not null).File);
                throw Fault($"'{none}' is no shard of a set, and '{one}' is one", file);
            }

            if (set.Shard.Count != first.Set.Shard.Count || set.Fingerprint != first.Set.Fingerprint)
            {
                throw Fault(
                    $"'{first.File}' is shard {first.Set.Shard} of {first.Set.Files} files, and '{file}' is shard {set.Shard} of {set.Files} "
                    + (set.Files == first.Set.Files && set.Shard.Count == first.Set.Shard.Count ? "others" : "files"), file);
            }
        }

        var twice = parts.GroupBy(part => part.Set!.Shard.Number).FirstOrDefault(group => group.Count() > 1)?.ToList();
        if (twice is not null)
        {
            throw Fault($"shard {twice[0].Set!.Shard} is there twice, as '{twice[0].File}' and '{twice[1].File}'", twice[1].File);
        }

        var count = first.Set!.Shard.Count;
        var missing = Enumerable.Range(1, count).Except(parts.Select(part => part.Set!.Shard.Number)).ToList();
        if (missing.Count > 0)
        {
            var named = string.Join(", ", missing.Take(20)) + (missing.Count > 20 ? ", …" : "");
            throw Fault($"of {count} shards {(missing.Count == 1 ? "one is" : $"{missing.Count} are")} missing: {named}", first.File);
        }
    }

    private static CycleGanException Fault(string why, string file) =>
        new(FaultKind.InvalidArgument, $"The parts do not make up one set: {why}.", file);
}
