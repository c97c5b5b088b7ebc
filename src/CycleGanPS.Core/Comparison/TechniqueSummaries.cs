namespace CycleGanPS.Core.Comparison;

/// <summary>Sums up the runs of each technique.</summary>
internal static class TechniqueSummaries
{
    /// <summary>One summary a technique, with the differences to the first.</summary>
    /// <param name="groups">Which runs belong together.</param>
    /// <param name="rows">The rows of the runs.</param>
    /// <param name="drawn">For each technique after the first the drawn differences, of each of <see cref="Measures.Drawn"/>; null without a bootstrap.</param>
    public static IReadOnlyList<TechniqueComparison> Of(
        TechniqueGroups groups, IReadOnlyList<RunComparison> rows, IReadOnlyList<double[][]>? drawn)
    {
        var summaries = groups.Members.Select(members => Summary(groups.Name(members[0]), [.. members.Select(run => rows[run])], rows[0].Technique)).ToList();
        for (var index = 1; drawn is not null && index < summaries.Count; index++)
        {
            var (one, first) = (summaries[index], summaries[0]);
            var coversSeeds = HasSeveralSeeds(one) && HasSeveralSeeds(first);
            one.Chance = coversSeeds ? "images and seeds" : "images";
            for (var measure = 0; measure < Measures.Drawn.Count; measure++)
            {
                Measures.Drawn[measure].FillDifference(one, first, drawn[index - 1][measure], coversSeeds);
            }
        }

        return summaries;
    }

    // Two runs of one seed are the same run twice.
    private static bool HasSeveralSeeds(TechniqueComparison technique) => technique.Seeds.Distinct().Count() > 1;

    // Arrays, since the lists that a compiler makes up cannot be indexed from a script.
    private static TechniqueComparison Summary(string technique, RunComparison[] rows, string reference)
    {
        var summary = new TechniqueComparison
        {
            Technique = technique,
            Runs = rows.Length,
            Rows = rows,
            Seeds = rows.Select(row => row.Seed).ToArray(),
            Swd = 0,
            TrainingSeconds = rows.Average(row => row.TrainingSeconds),
            PreparationSeconds = rows.Average(row => row.PreparationSeconds),
            Reference = reference,
        };
        foreach (var measure in Measures.All)
        {
            measure.Fill(summary);
        }

        return summary;
    }
}
