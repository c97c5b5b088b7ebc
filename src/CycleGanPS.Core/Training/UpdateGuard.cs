using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>
/// Leaves out the updates that would put numbers into a network that are not finite (OnNonFinite = Skip). That takes a copy
/// to the host before every update, so it looks at nothing unless it was asked to.
/// </summary>
internal sealed class UpdateGuard(bool isOn)
{
    private int _leftOut;

    /// <summary>Updates left out since the step began.</summary>
    public int LeftOut => _leftOut;

    public void BeginStep() => _leftOut = 0;

    /// <summary>Whether to update a network with the gradients that stand in it: not if that would do it harm.</summary>
    public bool Allows(Tensor loss, AdamOptimizer optimizer)
    {
        if (!isOn || (IsFinite(loss) && optimizer.Gradients.All(IsFinite)))
        {
            return true;
        }

        Interlocked.Increment(ref _leftOut);
        return false;
    }

    private static bool IsFinite(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.isfinite().all().item<bool>();
    }
}
