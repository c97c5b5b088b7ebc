namespace CycleGanPS.Core.Comparison;

/// <summary>
/// All measures that runs are compared by, in the order in which they are shown. A new one needs an entry here, and properties of its
/// name in <see cref="RunComparison"/> and, where techniques are summed up by it, in <see cref="TechniqueComparison"/>.
/// </summary>
internal static class Measures
{
    public static IReadOnlyList<Measure> All { get; } =
    [
        new(nameof(RunComparison.Fid))
        {
            NeedsWeights = true,
            Of = run => run.Features?.Fid,
            Drawn = (run, draw) => run.FeatureDraws?.Fid(draw.Real!, draw.FakeTimes),
            InRuns = new("FID", "0.00"),
            ShowsDelta = true,
            InTechniques = new("FID", "0.00"),
            Meaning = (
                "FID, Fréchet Inception distance (Heusel et al. 2017)",
                "How far the translations are from real pictures in the features of the Inception network, 0 for the same. It leans high with few "
                    + "pictures, by an amount that differs between models: with a hundred of them trust KID more."),
        },
        new(nameof(RunComparison.Kid))
        {
            NeedsWeights = true,
            Of = run => run.Features?.Kid,
            Drawn = (run, draw) => run.FeatureDraws?.Kid(draw.Real!, draw.FakeTimes),
            InRuns = new("KID × 1000", "0.00", 1000),
            InTechniques = new("KID × 1000", "0.00", 1000),
            Meaning = (
                "KID, kernel Inception distance (Bińkowski et al. 2018)",
                "The same question with an estimate that does not lean, shown times 1000. It may come out slightly below zero."),
        },
        new(nameof(RunComparison.Precision))
        {
            NeedsWeights = true,
            Of = run => run.Features?.Precision,
            SmallerIsBetter = false,
            InRuns = new("Precision", "0.00"),
            Meaning = (
                "Precision and recall (Kynkäänniemi et al. 2019)",
                "The share of translations that look like real pictures, and the share of real pictures that the translations cover. Larger is better."),
        },
        new(nameof(RunComparison.Recall))
        {
            NeedsWeights = true,
            Of = run => run.Features?.Recall,
            SmallerIsBetter = false,
            InRuns = new("Recall", "0.00"),
        },
        new(nameof(RunComparison.CrossedOver))
        {
            NeedsWeights = true,
            Of = run => run.CrossedOver?.Average(),
            Drawn = (run, draw) => run.CrossedOver is { } crossed ? draw.Mean(crossed) : null,
            SmallerIsBetter = false,
            InRuns = new("Crossed over", "0.00"),
            InTechniques = new("Crossed over", "0.00"),
            Meaning = (
                "Crossed over (the vote of nearest neighbours, Cover and Hart 1967)",
                "The share of translations of whose three nearest neighbours among the training images of both domains at least two are of the domain "
                    + "translated into. Larger is better: what leaves the photo as it is scores near 0, however well it does by the other measures."),
        },
        new(nameof(RunComparison.Swd))
        {
            Of = run => run.Swd,
            Drawn = (run, draw) => run.PatchDraws?.Distance(draw.RealTimes, draw.FakeTimes),
            InRuns = new("SWD", "0.0"),
            ShowsDelta = true,
            InTechniques = new("SWD", "0.0"),
            Meaning = (
                "SWD, sliced Wasserstein distance (Karras et al. 2018)",
                "How far small patches are apart, mean over the scales, times 1000. It needs no weights, and sees colours and strokes rather than faces."),
        },
        new(nameof(RunComparison.MeanAbsoluteError))
        {
            Of = run => run.Errors?.Average(one => one.MeanAbsoluteError),
            Drawn = (run, draw) => run.Errors is { } errors ? draw.Mean(errors.Select(one => one.MeanAbsoluteError)) : null,
            InRuns = new("Error", "0.0000"),
            InTechniques = new("Error × 1000", "0.0", 1000),
            Meaning = ("Error and PSNR", "Distance to the true picture, pixel by pixel, where there is one."),
        },
        new(nameof(RunComparison.Psnr))
        {
            Of = run => run.Errors?.Average(one => one.Psnr),
            SmallerIsBetter = false,
            InRuns = new("PSNR dB", "0.0"),
        },
    ];

    /// <summary>Those that differences have intervals of.</summary>
    public static IReadOnlyList<Measure> Drawn { get; } = [.. All.Where(measure => measure.Drawn is not null)];
}
