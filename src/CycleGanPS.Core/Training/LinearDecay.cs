namespace CycleGanPS.Core.Training;

/// <summary>The reference's schedule: constant, then linearly towards zero, changed once an epoch.</summary>
internal static class LinearDecay
{
    /// <summary>lr·(1 − max(0, e − decay) / (epochs − decay)).</summary>
    /// <param name="learningRate">The rate before the decay.</param>
    /// <param name="epoch">Whole epochs done, e: 0 in the first epoch.</param>
    /// <param name="epochs">Epochs of the whole run.</param>
    /// <param name="decayEpoch">Epochs before the decay sets in; below <paramref name="epochs"/>.</param>
    public static double At(double learningRate, int epoch, int epochs, int decayEpoch)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(decayEpoch, epochs);
        return learningRate * (1 - (Math.Max(0, epoch - decayEpoch) / (double)(epochs - decayEpoch)));
    }
}
