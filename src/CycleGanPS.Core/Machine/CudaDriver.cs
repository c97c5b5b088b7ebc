using System.Runtime.InteropServices;
using System.Text;

namespace CycleGanPS.Core.Machine;

/// <summary>What NVIDIA's driver tells of its GPUs, whatever libtorch there is. Nothing is made on them.</summary>
internal static partial class CudaDriver
{
    // Of Linux alone: elsewhere libtorch is not loaded with CUDA.
    private const string Library = "libcuda.so.1";

    /// <summary>The GPUs in the order in which CUDA numbers them, with their bytes of memory; none where there is no driver.</summary>
    public static IReadOnlyList<(string Name, long MemoryBytes)> Devices()
    {
        try
        {
            if (Initialize(0) != 0 || CountDevices(out var count) != 0)
            {
                return [];
            }

            return [.. Enumerable.Range(0, count).Select(Describe)];
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return [];
        }
    }

    private static (string Name, long MemoryBytes) Describe(int index)
    {
        var name = new byte[128];
        return GetDevice(out var device, index) == 0 && GetName(name, name.Length, device) == 0 && GetMemory(out var bytes, device) == 0
            ? (Encoding.UTF8.GetString(name, 0, Math.Max(0, Array.IndexOf(name, (byte)0))), (long)bytes)
            : ("NVIDIA GPU", 0);
    }

    [LibraryImport(Library, EntryPoint = "cuInit")]
    private static partial int Initialize(uint flags);

    [LibraryImport(Library, EntryPoint = "cuDeviceGetCount")]
    private static partial int CountDevices(out int count);

    [LibraryImport(Library, EntryPoint = "cuDeviceGet")]
    private static partial int GetDevice(out int device, int index);

    [LibraryImport(Library, EntryPoint = "cuDeviceGetName")]
    private static partial int GetName([Out] byte[] name, int length, int device);

    [LibraryImport(Library, EntryPoint = "cuDeviceTotalMem_v2")]
    private static partial int GetMemory(out nuint bytes, int device);
}
