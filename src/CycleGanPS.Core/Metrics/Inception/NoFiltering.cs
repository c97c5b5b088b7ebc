using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>One tap.</summary>
internal readonly unsafe struct NoFiltering : IFiltering
{
    public static int Outputs => 1;

    public static int Taps => 1;

    public static int Points => 1;

    public static double[,] Factors => FilterWeights.Factors([], Taps);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* d, nint stride, float* target, nint targetStride) => Vector256.Load(d).Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* m, nint stride, float* target, nint targetStride) => Vector256.Load(m).Store(target);
}
