using TorchSharp;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Machine;

/// <summary>How much memory a device has.</summary>
internal static class DeviceMemory
{
    /// <summary>Bytes that this process may use; of a GPU TorchSharp does not tell, so it is as good as endless.</summary>
    public static long Available(Device device) =>
        device.type == DeviceType.CPU ? MachineMemory.Total : long.MaxValue;
}
