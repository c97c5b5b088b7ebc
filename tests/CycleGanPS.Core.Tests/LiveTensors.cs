using TorchSharp;

namespace CycleGanPS.Core.Tests;

/// <summary>Counts the process's native tensors, without those that earlier tests left to the garbage collector.</summary>
internal static class LiveTensors
{
    public static long Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return torch.Tensor.TotalCount;
    }
}
