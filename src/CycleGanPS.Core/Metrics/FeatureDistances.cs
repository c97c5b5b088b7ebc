using CycleGanPS.Core.Machine;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Metrics;

/// <summary>Distances between the rows of two sets of features, a block of rows at a time, which bounds memory.</summary>
internal static class FeatureDistances
{
    private const int RowsAtOnce = 1024;

    /// <summary>The rows, so many at once, with the place of each block's first.</summary>
    public static IEnumerable<(Tensor Rows, long Start)> Blocks(Tensor rows, CancellationToken cancellation)
    {
        for (long start = 0; start < rows.shape[0]; start += RowsAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return (rows.narrow(0, start, Math.Min(RowsAtOnce, rows.shape[0] - start)), start);
        }
    }

    /// <summary>N×M squared distances; equal ones may differ by the rounding of the squared lengths.</summary>
    public static Tensor Squared(Tensor first, Tensor second) =>
        first.Squared().sum(1, keepdim: true)
            .add(second.Squared().sum(1).unsqueeze(0), alpha: Held(1))
            .sub_(first.matmul(second.t()).mul_(Held(2)))
            .clamp_min_(Held(0));
}
