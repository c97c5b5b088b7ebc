using CycleGanPS.Core.Files;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Training;

/// <summary>
/// The checkpoints of a run. Each is a folder that appears whole or not at all; the file <c>latest</c> names the newest that
/// was read back after it was written. Of the others so many are kept that one can be damaged without loss of the run. The
/// untrained networks of epoch 0 always stay, and so does the checkpoint that the file <c>best</c> names; they are not counted.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="keep">How many checkpoints stay, with the latest.</param>
internal sealed class CheckpointStore(RunFolder run, int keep)
{
    /// <summary>The checkpoint of the untrained networks.</summary>
    public const string Untrained = "epoch-0000";

    private const string LatestFile = "latest";
    private const string BestFile = "best";
    private const string Partial = ".partial";
    private const string Replaced = ".old";

    private readonly HashSet<string> _damaged = new(StringComparer.Ordinal);

    /// <summary>The name of the newest checkpoint that was written or restored, and its step.</summary>
    public (string Name, long Step)? LastGood { get; private set; }

    private string LatestPath => Path.Combine(run.Checkpoints, LatestFile);

    private string BestPath => Path.Combine(run.Checkpoints, BestFile);

    /// <summary>Writes a checkpoint, reads it back, makes it the latest, and removes those that are too many.</summary>
    /// <param name="name">Its folder's name.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="write">Writes its files into an empty folder.</param>
    /// <exception cref="CycleGanException">The disk refuses, or gives back something else. The checkpoints before stay.</exception>
    public void Save(string name, long step, Action<string> write)
    {
        var final = Path.Combine(run.Checkpoints, name);
        var partial = final + Partial;
        try
        {
            Discard(partial);
            Directory.CreateDirectory(partial);
            write(partial);
            Checkpoint.Prove(partial);
            CheckpointManifest.Write(partial, step);
            Disk.FlushFolder(partial);
            if (Directory.Exists(final))
            {
                Discard(final + Replaced);
                Directory.Move(final, final + Replaced);
            }

            Directory.Move(partial, final);
            Disk.FlushFolder(run.Checkpoints);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CycleGanException { Kind: FaultKind.OutputNotWritable })
        {
            TryDiscard(partial);
            // By the name that it would have had, which is the one that the user knows.
            var reason = fault.Message.Replace(partial, final, StringComparison.Ordinal);
            throw new CycleGanException(FaultKind.OutputNotWritable, $"The checkpoint {final} cannot be written: {reason}", final, fault);
        }
        catch
        {
            TryDiscard(partial);
            throw;
        }

        AtomicFile.WriteText(LatestPath, name + "\n");
        Disk.FlushFolder(run.Checkpoints);
        _damaged.Remove(name);
        LastGood = (name, step);
        Prune(name, step);
    }

    /// <summary>Keeps the last good checkpoint as the best, in place of the best before, until another is.</summary>
    public void KeepAsBest() => AtomicFile.WriteText(BestPath, LastGood!.Value.Name + "\n");

    /// <summary>Restores the latest checkpoint that is whole, and says what is wrong with those that are not.</summary>
    /// <param name="load">Restores from a folder whose files are as they were written.</param>
    /// <param name="warnings">Takes a sentence for each checkpoint that could not be used.</param>
    /// <returns>Whether there was one; not if the run was ended before it wrote its first.</returns>
    /// <exception cref="CycleGanException">There are checkpoints, but none is whole, or the first that is belongs to other options.</exception>
    public bool Restore(Action<string> load, ICollection<string> warnings)
    {
        Exception? first = null;
        foreach (var name in Candidates())
        {
            var folder = Path.Combine(run.Checkpoints, name);
            try
            {
                CheckpointManifest.Verify(folder);
                load(folder);
            }
            // What is whole and does not fit is no damage, and no reason to go back to an older one.
            catch (Exception fault) when (fault is CycleGanException { Kind: not FaultKind.InvalidConfig } or IOException or UnauthorizedAccessException)
            {
                first ??= fault;
                _damaged.Add(name);
                continue;
            }

            LastGood = (name, CheckpointManifest.Read(folder).Step);
            if (first is not null)
            {
                warnings.Add($"{first.Message} The run goes on from the checkpoint before it, {name}.");
            }

            return true;
        }

        if (first is not null)
        {
            throw new CycleGanException(
                FaultKind.UnreadableCheckpoint, $"No checkpoint of {run.Path} can be read. {first.Message}", run.Path, first) { Remedy = Remedy.StartAnew };
        }

        return false;
    }

    /// <summary>Removes what a process that was killed left half written.</summary>
    public void Sweep()
    {
        foreach (var folder in Folders().Where(name => name.EndsWith(Partial, StringComparison.Ordinal)))
        {
            Discard(Path.Combine(run.Checkpoints, folder));
        }
    }

    // The one that "latest" names, then the others from the newest to the oldest.
    private IEnumerable<string> Candidates()
    {
        var latest = NameIn(LatestPath);
        return Folders()
            .Where(name => !name.EndsWith(Partial, StringComparison.Ordinal))
            .OrderByDescending(name => name == latest)
            .ThenByDescending(StepOf)
            .ThenBy(name => name, StringComparer.Ordinal)
            .ToList();
    }

    private void Prune(string latest, long step)
    {
        var best = NameIn(BestPath);
        var superfluous = Folders()
            .Where(name => name != latest && name != best && name != Untrained && !name.EndsWith(Partial, StringComparison.Ordinal))
            .Select(name => (Name: name, Step: StepOf(name), IsLost: _damaged.Contains(name) || name.EndsWith(Replaced, StringComparison.Ordinal)))
            // What lies ahead belongs to a future that was given up when the run went back to an earlier checkpoint.
            .OrderBy(entry => entry.IsLost)
            .ThenBy(entry => entry.Step > step)
            .ThenByDescending(entry => entry.Step)
            .Where((entry, index) => entry.IsLost || index >= keep - 1);
        foreach (var (name, _, _) in superfluous.ToList())
        {
            // A folder that cannot be removed costs space, and not the run.
            TryDiscard(Path.Combine(run.Checkpoints, name));
        }
    }

    private static string NameIn(string path) => File.Exists(path) ? RegularFile.ReadAllText(path).Trim() : "";

    private IEnumerable<string> Folders() => Directory.Exists(run.Checkpoints)
        ? Directory.EnumerateDirectories(run.Checkpoints).Select(path => Path.GetFileName(path)!)
        : [];

    private long StepOf(string name)
    {
        try
        {
            return CheckpointManifest.Read(Path.Combine(run.Checkpoints, name)).Step;
        }
        catch (CycleGanException)
        {
            return -1;
        }
    }

    private static void Discard(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void TryDiscard(string folder)
    {
        try
        {
            Discard(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The next session sweeps it away.
        }
    }
}
