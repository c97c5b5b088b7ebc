using CycleGanPS.Core.Options;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Machine;

/// <summary>A device that networks can run on.</summary>
public sealed class DeviceInfo
{
    /// <summary>"cpu", "cuda:0", …</summary>
    public required string Name { get; init; }

    /// <summary>What a config names it by.</summary>
    public required DeviceKind Kind { get; init; }

    /// <summary>Whether Auto would take it.</summary>
    public required bool Default { get; init; }

    /// <summary>Threads that arithmetic uses, on a CPU.</summary>
    public int? Threads { get; init; }

    /// <summary>Bytes of memory that this process may use, on a CPU.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>All devices of this machine that the build can use.</summary>
    /// <exception cref="CycleGanException">The native library cannot be loaded.</exception>
    public static IReadOnlyList<DeviceInfo> List()
    {
        NativeLibraries.EnsureLoadable();
        var gpus = cuda.is_available() ? cuda.device_count() : 0;
        var devices = new List<DeviceInfo>
        {
            new()
            {
                Name = "cpu",
                Kind = DeviceKind.Cpu,
                Default = gpus == 0,
                Threads = get_num_threads(),
                MemoryBytes = MachineMemory.Total,
            },
        };
        devices.AddRange(Enumerable.Range(0, gpus).Select(index => new DeviceInfo
        {
            Name = $"cuda:{index}",
            Kind = DeviceKind.Cuda,
            Default = index == 0,
        }));
        return devices;
    }
}
