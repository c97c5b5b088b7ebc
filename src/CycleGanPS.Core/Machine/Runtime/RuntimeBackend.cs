namespace CycleGanPS.Core.Machine.Runtime;

/// <summary>What a libtorch computes on.</summary>
public enum RuntimeBackend
{
    /// <summary>Processors.</summary>
    Cpu,

    /// <summary>NVIDIA GPUs, and processors.</summary>
    Cuda,
}
