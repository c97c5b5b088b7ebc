using System.Text.Json;
using System.Text.Json.Serialization;
using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Runs;

/// <summary>Where the files of a run lie, and who may write them.</summary>
internal sealed class RunFolder
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public RunFolder(string path)
    {
        Path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
    }

    /// <summary>The absolute path of the folder.</summary>
    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    public string Config => File("config.psd1");

    public string Record => File("run.json");

    public string Losses => File("losses.csv");

    /// <summary>What evaluations while training gave, where there were any.</summary>
    public string Scores => File("scores.csv");

    public string LossPlot => File("losses.png");

    public string Timelapse => File("timelapse.gif");

    /// <summary>The run's page, which is written anew while it is trained.</summary>
    public string Page => File("index.html");

    public string Samples => File("samples");

    public string Checkpoints => File("checkpoints");

    public string GeneratorAB => File("generatorAB.pt");

    public string GeneratorBA => File("generatorBA.pt");

    /// <summary>The generators as trained last, where <see cref="GeneratorAB"/> and <see cref="GeneratorBA"/> are averages.</summary>
    public string LastAB => File("generatorAB.last.pt");

    public string LastBA => File("generatorBA.last.pt");

    /// <summary>Event files for TensorBoard.</summary>
    public string TensorBoard => File("tensorboard");

    /// <summary>The generators of the best evaluation.</summary>
    public string BestAB => File("generatorAB.best.pt");

    public string BestBA => File("generatorBA.best.pt");

    /// <summary>Is told each record that is written through this object, on the thread that trains.</summary>
    public Action<RunRecord>? Written { get; set; }

    private string Lock => File("run.lock");

    /// <summary>Whether the folder holds a run.</summary>
    public bool Exists => System.IO.File.Exists(Record);

    /// <summary>Whether a process is training here now.</summary>
    public bool IsTraining => IsHeld();

    /// <summary>Says of a record whose it is.</summary>
    public LossRecord Sign(LossRecord record)
    {
        (record.Run, record.Path) = (Name, Path);
        return record;
    }

    /// <summary>Says of a record whose it is.</summary>
    public ScoreRecord Sign(ScoreRecord record)
    {
        (record.Run, record.Path) = (Name, Path);
        return record;
    }

    /// <summary>The records of the run's log so far.</summary>
    /// <exception cref="CycleGanException">There is no log, or a row of it is damaged.</exception>
    public IEnumerable<LossRecord> ReadLosses() => System.IO.File.Exists(Losses)
        ? LossLog.Read(Losses).Select(Sign)
        : throw new CycleGanException(FaultKind.PathNotFound, $"'{Path}' is not a training run: it has no losses.csv.", Path);

    /// <summary>The evaluations so far; none where the run has not been evaluated.</summary>
    /// <exception cref="CycleGanException">A row of the log is damaged.</exception>
    public IEnumerable<ScoreRecord> ReadScores() => System.IO.File.Exists(Scores) ? ScoreLog.Read(Scores).Select(Sign) : [];

    /// <summary>Refuses a run that another process is training.</summary>
    /// <exception cref="CycleGanException">One is.</exception>
    public void EnsureIdle()
    {
        if (IsTraining)
        {
            throw InUse();
        }
    }

    /// <summary>
    /// Takes the folder for this process until the result is disposed. The lock is the operating system's, so that of a
    /// process that died is gone with it.
    /// </summary>
    /// <exception cref="CycleGanException">Another process holds it, or the folder cannot be written.</exception>
    public IDisposable Acquire()
    {
        try
        {
            Directory.CreateDirectory(Path);
            return new FileStream(Lock, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException fault) when (FileStatus.IsSharingViolation(fault))
        {
            throw InUse(fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CycleGanException(
                FaultKind.OutputNotWritable,
                $"The run folder {Path} cannot be written: {fault.Message}",
                Path,
                fault) { Remedy = Remedy.ChooseOutput };
        }
    }

    /// <summary>Makes sure that a new run may be written here.</summary>
    /// <exception cref="CycleGanException">There is a run and <paramref name="replace"/> is not set, or files that are not a run's.</exception>
    public void EnsureFree(bool replace)
    {
        if (Exists && !replace)
        {
            var (what, remedy) = Read().Status == RunStatus.Finished ? ("a finished run", Remedy.ReplaceRun) : ("an unfinished run", Remedy.ResumeRun);
            throw new CycleGanException(FaultKind.OutputExists, $"{Path} holds {what}.", Path) { Remedy = remedy };
        }

        if (!Exists && Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).Any(entry => entry != Lock && !AtomicFile.IsTemporary(entry)))
        {
            throw new CycleGanException(
                FaultKind.OutputExists,
                $"{Path} holds files that are not a training run's, and they are left alone.",
                Path) { Remedy = Remedy.ChooseOutput };
        }
    }

    /// <summary>Makes sure that a new run may be written here, and removes the files of an old one if it is to be replaced.</summary>
    /// <exception cref="CycleGanException">As <see cref="EnsureFree"/> has it.</exception>
    public void Prepare(bool replace)
    {
        EnsureFree(replace);
        foreach (var file in (string[])[Config, Losses, Scores, LossPlot, Timelapse, Page, GeneratorAB, GeneratorBA, LastAB, LastBA, BestAB, BestBA, Record])
        {
            System.IO.File.Delete(file);
        }

        foreach (var folder in ((string[])[Samples, Checkpoints, TensorBoard]).Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Reads the run's record; a run that says it is running, but has no process, was interrupted.</summary>
    /// <exception cref="CycleGanException">There is no run, or its record is damaged.</exception>
    public RunRecord Read()
    {
        try
        {
            var record = JsonSerializer.Deserialize<RunRecord>(RegularFile.ReadAllText(Record), Json) ?? throw new JsonException("it holds nothing.");
            return record.Status == RunStatus.Running && !IsHeld() ? record with { Status = RunStatus.Interrupted } : record;
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CycleGanException(FaultKind.PathNotFound, $"{Path} is not a training run: it has no run.json.", Path, fault);
        }
        catch (JsonException fault)
        {
            throw new CycleGanException(FaultKind.UnreadableRun, $"{Record} is damaged: {fault.Message}", Path, fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CycleGanException(FaultKind.UnreadableRun, $"{Record} cannot be read: {fault.Message}", Path, fault);
        }
    }

    /// <summary>Whether the options of the run that is here are told.</summary>
    public bool HasOptions => System.IO.File.Exists(Config) || Read().Options is not null;

    /// <summary>The options that the run was begun with.</summary>
    /// <param name="record">The run's record.</param>
    /// <param name="readConfig">
    /// Reads a config file, which is where the options of a run of an early version stand; without it such a run is refused.
    /// </param>
    /// <exception cref="CycleGanException">There are none, or a value cannot be used.</exception>
    public TrainingOptions ReadOptions(RunRecord record, Func<string, TrainingOptions>? readConfig = null) =>
        record.Options is { } table ? OptionsTable.Read(table, Path, $"in {Record}")
        : readConfig is not null ? readConfig(Config)
        : throw new CycleGanException(FaultKind.UnreadableRun, $"{Record} does not say with which options the run was trained.", Path);

    /// <summary>Writes the run's record, and tells of it: with it samples, checkpoints and results are there.</summary>
    public void Write(RunRecord record)
    {
        AtomicFile.Write(Record, stream => JsonSerializer.Serialize(stream, record, Json));
        Written?.Invoke(record);
    }

    private bool IsHeld()
    {
        try
        {
            using var probe = new FileStream(Lock, FileMode.Open, FileAccess.Write, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Where nobody may write nobody trains; where only we may not, somebody may.
            return fault is UnauthorizedAccessException || FileStatus.IsSharingViolation(fault);
        }
    }

    private CycleGanException InUse(Exception? fault = null) =>
        new(FaultKind.RunInUse, $"Another process is training in {Path}.", Path, fault) { Remedy = Remedy.AwaitOtherProcess };

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
