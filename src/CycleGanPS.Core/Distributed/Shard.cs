using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CycleGanPS.Core.Distributed;

/// <summary>
/// One of several parts of a set of files, each worked on by a process of its own. Which part a file belongs to hangs on its path below the
/// set's folder alone, so that it stays the same when others are added.
/// </summary>
/// <param name="Number">Which part, from 1.</param>
/// <param name="Count">Parts in all.</param>
internal sealed record Shard(int Number, int Count)
{
    /// <summary>The word that asks for the part that the environment tells.</summary>
    public const string Auto = "Auto";

    /// <summary>The variable that tells the number of parts where Kubernetes tells only which one this is.</summary>
    public const string CountVariable = "CYCLEGANPS_SHARDS";

    private const int Most = 1_000_000;

    /// <summary>The part that a text names: such as 3/16, or <see cref="Auto"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="environment">Gives a variable of the environment, or null.</param>
    /// <exception cref="CycleGanException">It names none, or there is nothing in the environment that does.</exception>
    public static Shard Parse(string text, Func<string, string?> environment)
    {
        if (text.Trim().Equals(Auto, StringComparison.OrdinalIgnoreCase))
        {
            return FromEnvironment(environment);
        }

        var parts = text.Split('/');
        return parts.Length == 2 && Whole(parts[0]) is { } number && Whole(parts[1]) is { } count && IsPossible(number, count)
            ? new Shard(number, count)
            : throw new CycleGanException(
                FaultKind.InvalidArgument, $"'{text}' is no shard: write which one of how many, from 1/1, such as 3/16, or {Auto}.", text);
    }

    /// <summary>Whether a file belongs to this part.</summary>
    /// <param name="relative">Its path below the set's folder.</param>
    public bool Holds(string relative)
    {
        var name = Encoding.UTF8.GetBytes(relative.Replace('\\', '/'));
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(name)) % (ulong)Count == (ulong)Number - 1;
    }

    /// <summary>A file's name with the part in it, before the extension: all.npz becomes all.003-of-016.npz.</summary>
    public string NameFile(string path) => Path.ChangeExtension(path, $".{Mark}{Path.GetExtension(path)}");

    /// <summary>The part as names of files have it; as text they sort by number.</summary>
    public string Mark
    {
        get
        {
            var format = "D" + Math.Max(3, Count.ToString(CultureInfo.InvariantCulture).Length).ToString(CultureInfo.InvariantCulture);
            return $"{Number.ToString(format, CultureInfo.InvariantCulture)}-of-{Count.ToString(format, CultureInfo.InvariantCulture)}";
        }
    }

    public override string ToString() => $"{Number}/{Count}";

    // An array of jobs and tasks of one job give different numbers: the outer one counts, unless it is alone.
    private static Shard FromEnvironment(Func<string, string?> environment)
    {
        int? Variable(string name) => Whole(environment(name));
        var array = Variable("SLURM_ARRAY_TASK_COUNT");
        if (array is not null && Variable("SLURM_ARRAY_TASK_ID") is { } id)
        {
            var (least, step) = (Variable("SLURM_ARRAY_TASK_MIN") ?? 0, Math.Max(Variable("SLURM_ARRAY_TASK_STEP") ?? 1, 1));
            return Possible(((id - least) / step) + 1, array.Value, "SLURM_ARRAY_TASK_ID");
        }

        if (Variable("JOB_COMPLETION_INDEX") is { } index)
        {
            return Variable(CountVariable) is { } count
                ? Possible(index + 1, count, "JOB_COMPLETION_INDEX")
                : throw new CycleGanException(
                    FaultKind.InvalidArgument,
                    $"JOB_COMPLETION_INDEX is {index}, but Kubernetes does not tell of how many: set {CountVariable} to the job's completions.",
                    CountVariable);
        }

        return Variable("SLURM_NTASKS") is { } tasks && Variable("SLURM_PROCID") is { } process
            ? Possible(process + 1, tasks, "SLURM_PROCID")
            : throw new CycleGanException(
                FaultKind.InvalidArgument,
                "There is no shard in the environment: neither SLURM_ARRAY_TASK_ID (sbatch --array) nor SLURM_PROCID (srun) nor "
                + "JOB_COMPLETION_INDEX (an Indexed Job) is set. Name the shard, such as 3/16.",
                Auto);
    }

    private static Shard Possible(int number, int count, string source) => IsPossible(number, count)
        ? new Shard(number, count)
        : throw new CycleGanException(FaultKind.InvalidArgument, $"By {source} this would be shard {number} of {count}, which there is not.", source);

    private static bool IsPossible(int number, int count) => count is >= 1 and <= Most && number >= 1 && number <= count;

    private static int? Whole(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
