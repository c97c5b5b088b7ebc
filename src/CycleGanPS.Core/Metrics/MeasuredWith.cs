namespace CycleGanPS.Core.Metrics;

/// <summary>What features were measured with: those of other weights, or of another resize, do not compare.</summary>
internal readonly record struct MeasuredWith(string WeightsName, string WeightsSha256, FeatureResize Resize)
{
    /// <summary>What all sides were measured with.</summary>
    /// <param name="weights">The weights of those whose pictures were measured now, if there are any.</param>
    /// <param name="resize">The resize of those.</param>
    /// <param name="sides">The sides, each with the file its statistics are from.</param>
    /// <exception cref="CycleGanException">Two sides say that they were not measured alike.</exception>
    public static MeasuredWith Agreed(FidWeights? weights, FeatureResize resize, params (FidSide Side, string? File)[] sides)
    {
        MeasuredWith? agreed = weights is null ? null : new(weights.Name, weights.Sha256, resize);
        foreach (var (side, file) in sides)
        {
            if (side.Statistics is not { WeightsSha256.Length: > 0, Resize: { } theirs } statistics)
            {
                continue;
            }

            agreed ??= new(statistics.WeightsName, statistics.WeightsSha256, theirs);
            if (statistics.WeightsSha256 != agreed.Value.WeightsSha256 || theirs != agreed.Value.Resize)
            {
                throw new CycleGanException(
                    FaultKind.WeightsRejected,
                    $"The statistics in '{file}' were measured with {statistics.WeightsName} and {theirs} resizing, "
                        + $"the other side with {agreed.Value.WeightsName} and {agreed.Value.Resize} resizing; the two do not compare.",
                    file);
            }
        }

        return agreed ?? new("unknown", "", resize);
    }
}
