using System.Globalization;

namespace CycleGanPS.Core.Runs;

/// <summary>Reads a <see cref="LossRecord"/> back from the text cells of a CSV row.</summary>
internal static class LossRecordParser
{
    /// <summary>The record, or null if a column is missing or no number. Numbers are in invariant format.</summary>
    public static LossRecord? TryParse(IReadOnlyDictionary<string, string> cells)
    {
        var complete = true;
        double Number(string column)
        {
            if (cells.TryGetValue(column, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }

            complete = false;
            return double.NaN;
        }

        // Empty, or not there at all, where the objective has no such number.
        double? NumberIfAny(string column) => string.IsNullOrEmpty(cells.GetValueOrDefault(column)) ? null : Number(column);

        var record = new LossRecord
        {
            Epoch = (int)Number(nameof(LossRecord.Epoch)),
            Step = (long)Number(nameof(LossRecord.Step)),
            Discriminator = Number(nameof(LossRecord.Discriminator)),
            DiscriminatorA = Number(nameof(LossRecord.DiscriminatorA)),
            DiscriminatorB = Number(nameof(LossRecord.DiscriminatorB)),
            Generator = Number(nameof(LossRecord.Generator)),
            Adversarial = Number(nameof(LossRecord.Adversarial)),
            Cycle = Number(nameof(LossRecord.Cycle)),
            Identity = Number(nameof(LossRecord.Identity)),
            Wasserstein = NumberIfAny(nameof(LossRecord.Wasserstein)),
            GradientPenalty = NumberIfAny(nameof(LossRecord.GradientPenalty)),
            LearningRate = Number(nameof(LossRecord.LearningRate)),
            Seconds = Number(nameof(LossRecord.Seconds)),
            ImagesPerSecond = Number(nameof(LossRecord.ImagesPerSecond)),
        };
        return complete ? record : null;
    }
}
