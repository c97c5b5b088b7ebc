using System.Globalization;

namespace CycleGanPS.Core.Distributed;

/// <summary>The ranks of an MPI job, as mpirun or srun has started it.</summary>
internal sealed class MpiRanks : IRanks
{
    private static readonly Lock Gate = new();
    private static IRanks? _joined;

    private readonly MpiLibrary _library;

    private MpiRanks(MpiLibrary library)
    {
        _library = library;
        library.Initialize();
        // What leaves without it has failed, and takes the others with it.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => library.Complete();
        (Rank, Count) = library.World;
        var machines = this.Share(this.Collect(Environment.MachineName));
        LocalRank = machines.Take(Rank).Count(machine => machine == machines[Rank]);
        LocalCount = machines.Count(machine => machine == machines[Rank]);
    }

    public int Rank { get; }

    public int Count { get; }

    public int LocalRank { get; }

    public int LocalCount { get; }

    /// <summary>The ranks of the job that this process was started for; this process alone where it was started for none.</summary>
    /// <param name="environment">Gives a variable of the environment, or null.</param>
    /// <exception cref="CycleGanException">No MPI library can be loaded, or one of a kind that is not known.</exception>
    public static IRanks Join(Func<string, string?> environment)
    {
        lock (Gate)
        {
            return _joined ??= IsStartedForSeveral(environment) ? new MpiRanks(MpiLibrary.Load(environment)) : SingleRank.Instance;
        }
    }

    public void Sum(Span<float> values) => _library.Sum(values);

    public void Broadcast(Span<byte> bytes) => _library.Broadcast(bytes);

    public void Send(ReadOnlySpan<byte> bytes, int to) => _library.Send(bytes, to);

    public void Receive(Span<byte> bytes, int from) => _library.Receive(bytes, from);

    public void Abort() => _library.Abort();

    // Slurm sets its own variables for processes that know nothing of each other, too; only beside a PMI they make a job of MPI.
    internal static bool IsStartedForSeveral(Func<string, string?> environment) =>
        First(environment, "OMPI_COMM_WORLD_SIZE", "PMI_SIZE") > 1
        || (environment("PMIX_RANK") is not null && First(environment, "SLURM_NTASKS") > 1);

    private static int? First(Func<string, string?> environment, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (int.TryParse(environment(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }
        }

        return null;
    }
}
