using CycleGanPS.Core.Losses;

namespace CycleGanPS.Core.Reports;

/// <summary>The weights λ of the cycle and the identity loss in the generators' total.</summary>
/// <param name="Cycle">λ_cycle.</param>
/// <param name="Identity">λ_identity.</param>
public readonly record struct LossWeights(double Cycle, double Identity)
{
    /// <summary>
    /// The weights that make Adversarial + λ_cycle·Cycle + λ_identity·Identity the recorded total, by least squares;
    /// null where no pair of weights does, or where several would.
    /// </summary>
    public static LossWeights? Estimate(IReadOnlyList<LossRecord> records)
    {
        var usable = records.Where(record => double.IsFinite(record.Generator + record.Adversarial + record.Cycle + record.Identity)).ToList();
        double cc = 0, ci = 0, ii = 0, cr = 0, ir = 0;
        foreach (var record in usable)
        {
            var rest = record.Generator - record.Adversarial;
            cc += record.Cycle * record.Cycle;
            ci += record.Cycle * record.Identity;
            ii += record.Identity * record.Identity;
            cr += record.Cycle * rest;
            ir += record.Identity * rest;
        }

        // Without an identity loss there is one weight to find.
        var determinant = cc * ii - ci * ci;
        var weights = ii == 0 && cc > 0 ? new LossWeights(cr / cc, 0)
            : determinant > 1e-9 * cc * ii ? new LossWeights((cr * ii - ir * ci) / determinant, (ir * cc - cr * ci) / determinant)
            : default(LossWeights?);
        return weights is { } found && usable.TrueForAll(record => found.Explains(record)) ? found : null;
    }

    private bool Explains(LossRecord record)
    {
        var total = record.Adversarial + Cycle * record.Cycle + Identity * record.Identity;
        return Math.Abs(total - record.Generator) <= 1e-3 * Math.Max(Math.Abs(record.Generator), 0.1);
    }
}
