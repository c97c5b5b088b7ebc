using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>One tap.</summary>
internal readonly unsafe struct NoFiltering : IFiltering
{
    public static int Outputs => 1;

    public static int Taps => 1;

    public static double[] Finite => [];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(Vector256<float>* d, int stride)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(Vector256<float>* m, int stride)
    {
    }
}
