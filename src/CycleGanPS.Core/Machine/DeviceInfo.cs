using CycleGanPS.Core.Options;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Machine;

/// <summary>A device that networks can run on, or could.</summary>
public sealed class DeviceInfo
{
    /// <summary>"cpu", "cuda:0", …</summary>
    public required string Name { get; init; }

    /// <summary>What a config names it by.</summary>
    public required DeviceKind Kind { get; init; }

    /// <summary>Whether Auto would take it.</summary>
    public required bool Default { get; init; }

    /// <summary>Whether the tensor library that there is can use it.</summary>
    public required bool Usable { get; init; }

    /// <summary>What the maker calls it, of a GPU.</summary>
    public string? Model { get; init; }

    /// <summary>Threads that arithmetic uses, on a CPU.</summary>
    public int? Threads { get; init; }

    /// <summary>Bytes of memory: those that this process may use on a CPU, those that a GPU has.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>What to do so that it can be used, where it cannot.</summary>
    public string? Advice { get; internal set; }

    /// <summary>The same, for who has words for it.</summary>
    internal Remedy Remedy { get; init; }

    /// <summary>All devices of this machine, whether or not they can be used.</summary>
    /// <exception cref="CycleGanException">There is a tensor library, and it cannot be loaded.</exception>
    public static IReadOnlyList<DeviceInfo> List()
    {
        var gpus = CudaDriver.Devices();
        try
        {
            NativeLibraries.EnsureLoadable();
        }
        catch (CycleGanException fault) when (fault.Remedy == Remedy.InstallRuntime)
        {
            return List(gpus, threads: null, usableGpus: 0);
        }

        return List(gpus, get_num_threads(), cuda.is_available() ? cuda.device_count() : 0);
    }

    /// <summary>The same for what was found.</summary>
    /// <param name="gpus">What the driver tells of.</param>
    /// <param name="threads">Threads of the tensor library, null without one.</param>
    /// <param name="usableGpus">How many GPUs it sees.</param>
    internal static IReadOnlyList<DeviceInfo> List(IReadOnlyList<(string Name, long MemoryBytes)> gpus, int? threads, int usableGpus) =>
    [
        new()
        {
            Name = "cpu",
            Kind = DeviceKind.Cpu,
            Default = threads is not null && usableGpus == 0,
            Usable = threads is not null,
            Threads = threads,
            MemoryBytes = MachineMemory.Total,
            Remedy = threads is null ? Remedy.InstallRuntime : Remedy.None,
        },
        .. Enumerable.Range(0, Math.Max(gpus.Count, usableGpus)).Select(index => new DeviceInfo
        {
            Name = $"cuda:{index}",
            Kind = DeviceKind.Cuda,
            Default = usableGpus > 0 && index == 0,
            Usable = index < usableGpus,
            Model = gpus.ElementAtOrDefault(index).Name,
            MemoryBytes = gpus.ElementAtOrDefault(index).MemoryBytes is > 0 and var bytes ? bytes : null,
            Remedy = index < usableGpus ? Remedy.None : Remedy.InstallCudaRuntime,
        }),
    ];
}
