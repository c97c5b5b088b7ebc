using System.Runtime.InteropServices;
using System.Text;

namespace CycleGanPS.Core.Distributed;

/// <summary>
/// The installed MPI (https://www.mpi-forum.org/docs/mpi-4.1), called as it is. Its functions are the same everywhere, its constants are not: Open
/// MPI's handles are addresses of exported objects, those of MPICH and what shares its binary interface (Intel MPI, MVAPICH, Cray) are numbers of mpi.h.
/// </summary>
internal sealed unsafe class MpiLibrary
{
    /// <summary>The variable of the environment that names the library's file, where it is not one of the usual.</summary>
    public const string PathVariable = "CYCLEGANPS_MPI";

    private const string OpenMpi = "libmpi.so.40";

    // The first is Debian's name for it, the second that of the binary interface.
    private static readonly string[] Mpich = ["libmpich.so.12", "libmpi.so.12"];

    private const int LongestVersion = 8192;
    private const int Serialized = 2;

    private readonly nint _library;
    private readonly nint _world;
    private readonly nint _float;
    private readonly nint _byte;
    private readonly nint _sum;
    private readonly nint _inPlace;
    private readonly nint _statusIgnore;

    private MpiLibrary(nint library, string path)
    {
        _library = library;
        Version = ReadVersion();
        if (NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out _world))
        {
            (_float, _byte, _sum) = (Export("ompi_mpi_float"), Export("ompi_mpi_byte"), Export("ompi_mpi_op_sum"));
            (_inPlace, _statusIgnore) = (1, 0);
        }
        else if (IsMpich(Version))
        {
            (_world, _float, _byte, _sum) = (0x44000000, 0x4c00040a, 0x4c00010d, 0x58000003);
            (_inPlace, _statusIgnore) = (-1, 1);
        }
        else
        {
            throw new CycleGanException(
                FaultKind.NativeLibraryUnavailable,
                $"The MPI library {path} is neither Open MPI nor one with the binary interface of MPICH: it calls itself '{Version}'. "
                + $"Let the environment variable {PathVariable} name one of those, and start with its mpirun.",
                path);
        }
    }

    /// <summary>What the library calls itself.</summary>
    public string Version { get; }

    /// <summary>Loads the library that goes with what started this process.</summary>
    /// <param name="environment">Gives a variable of the environment, or null.</param>
    /// <exception cref="CycleGanException">There is none, or it is of a kind that is not known.</exception>
    public static MpiLibrary Load(Func<string, string?> environment)
    {
        // Both may be installed; a library can only talk to its own launcher.
        var isOfOpenMpi = environment("OMPI_COMM_WORLD_SIZE") is not null || environment("PMIX_RANK") is not null;
        IReadOnlyList<string> candidates = environment(PathVariable) is { Length: > 0 } named ? [named]
            : isOfOpenMpi ? [OpenMpi, .. Mpich]
            : [.. Mpich, OpenMpi];
        foreach (var candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out var library))
            {
                return new MpiLibrary(library, candidate);
            }
        }

        throw new CycleGanException(
            FaultKind.NativeLibraryUnavailable,
            $"This process is one of several of an MPI job, but no MPI library can be loaded: tried {string.Join(", ", candidates)}. "
            + $"Install Open MPI or MPICH, or let the environment variable {PathVariable} name the library's file.",
            candidates[0]);
    }

    /// <summary>Joins the job. Once a process.</summary>
    public void Initialize()
    {
        var provided = 0;
        Check(((delegate* unmanaged<int*, byte***, int, int*, int>)Export("MPI_Init_thread"))(null, null, Serialized, &provided), "MPI_Init_thread");
    }

    /// <summary>Leaves the job, when all others do.</summary>
    public void Complete() => Check(((delegate* unmanaged<int>)Export("MPI_Finalize"))(), "MPI_Finalize");

    /// <summary>This process's rank and how many there are.</summary>
    public (int Rank, int Count) World
    {
        get
        {
            var (rank, count) = (0, 0);
            Check(((delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_rank"))(_world, &rank), "MPI_Comm_rank");
            Check(((delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_size"))(_world, &count), "MPI_Comm_size");
            return (rank, count);
        }
    }

    public void Sum(Span<float> values)
    {
        fixed (float* first = values)
        {
            var call = (delegate* unmanaged<nint, float*, int, nint, nint, nint, int>)Export("MPI_Allreduce");
            Check(call(_inPlace, first, values.Length, _float, _sum, _world), "MPI_Allreduce");
        }
    }

    public void Broadcast(Span<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            Check(((delegate* unmanaged<byte*, int, nint, int, nint, int>)Export("MPI_Bcast"))(first, bytes.Length, _byte, 0, _world), "MPI_Bcast");
        }
    }

    public void Send(ReadOnlySpan<byte> bytes, int to)
    {
        fixed (byte* first = bytes)
        {
            Check(((delegate* unmanaged<byte*, int, nint, int, int, nint, int>)Export("MPI_Send"))(first, bytes.Length, _byte, to, 0, _world), "MPI_Send");
        }
    }

    public void Receive(Span<byte> bytes, int from)
    {
        fixed (byte* first = bytes)
        {
            var call = (delegate* unmanaged<byte*, int, nint, int, int, nint, nint, int>)Export("MPI_Recv");
            Check(call(first, bytes.Length, _byte, from, 0, _world, _statusIgnore), "MPI_Recv");
        }
    }

    /// <summary>Ends all processes of the job.</summary>
    public void Abort() => ((delegate* unmanaged<nint, int, int>)Export("MPI_Abort"))(_world, 1);

    private static bool IsMpich(string version) =>
        ((string[])["MPICH", "Intel(R) MPI", "MVAPICH", "CRAY MPI"]).Any(name => version.Contains(name, StringComparison.OrdinalIgnoreCase));

    // One of the few calls that may come before the initialisation.
    private string ReadVersion()
    {
        var text = new byte[LongestVersion];
        if (!NativeLibrary.TryGetExport(_library, "MPI_Get_library_version", out var function))
        {
            return "nothing";
        }

        fixed (byte* first = text)
        {
            var length = 0;
            return ((delegate* unmanaged<byte*, int*, int>)function)(first, &length) == 0
                ? Encoding.UTF8.GetString(text, 0, Math.Clamp(length, 0, text.Length)).Split('\n', '\0')[0].Trim()
                : "nothing";
        }
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);

    // By default the library ends the job itself at an error, so this is for one that was told otherwise.
    private void Check(int code, string call)
    {
        if (code != 0)
        {
            throw new CycleGanException(FaultKind.NativeFailure, $"{call} of {Version} failed with code {code}.");
        }
    }
}
