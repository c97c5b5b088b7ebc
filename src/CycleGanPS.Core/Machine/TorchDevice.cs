using CycleGanPS.Core.Options;
using TorchSharp;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Machine;

/// <summary>Chooses the device that the networks run on.</summary>
internal static class TorchDevice
{
    /// <summary>The device of that kind; Auto takes CUDA where there is one.</summary>
    /// <param name="kind">Which kind.</param>
    /// <param name="place">Which GPU to take where several processes of a machine each take one, from 0; with fewer GPUs they share.</param>
    /// <exception cref="CycleGanException">CUDA was asked for and there is none, or the native library cannot be loaded.</exception>
    public static Device Resolve(DeviceKind kind, int place = 0)
    {
        NativeLibraries.EnsureLoadable();
        switch (kind)
        {
            case DeviceKind.Cpu:
                return CPU;
            case DeviceKind.Auto when !cuda.is_available():
                return CPU;
            case DeviceKind.Cuda when !cuda.is_available():
                throw new CycleGanException(
                    FaultKind.DeviceUnavailable,
                    "The device Cuda was asked for, but this build sees no CUDA device.",
                    kind) { Remedy = Remedy.UseCpu };
            default:
                InitializeDeviceType(DeviceType.CUDA);
                // Convolutions and products on tensor cores: ten bits of mantissa, several times the speed.
                backends.cuda.matmul.allow_tf32 = true;
                backends.cudnn.allow_tf32 = true;
                return place == 0 ? CUDA : device(DeviceType.CUDA, place % cuda.device_count());
        }
    }
}
