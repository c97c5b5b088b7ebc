using TorchSharp;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Machine;

/// <summary>How much memory a device has.</summary>
internal static class DeviceMemory
{
    /// <summary>Bytes that this process may use; of a GPU whose driver does not tell, as good as endless.</summary>
    public static long Available(Device device)
    {
        if (device.type == DeviceType.CPU)
        {
            return MachineMemory.Total;
        }

        var bytes = CudaDriver.Devices().ElementAtOrDefault(Math.Max(0, device.index)).MemoryBytes;
        return bytes > 0 ? bytes : long.MaxValue;
    }
}
