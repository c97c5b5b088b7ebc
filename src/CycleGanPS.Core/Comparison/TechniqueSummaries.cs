namespace CycleGanPS.Core.Comparison;

/// <summary>Sums up the runs of each technique.</summary>
internal static class TechniqueSummaries
{
    /// <summary>One summary a technique, with the differences to the first.</summary>
    /// <param name="groups">Which runs belong together.</param>
    /// <param name="rows">The rows, by the places that the groups name.</param>
    /// <param name="drawn">For each technique after the first the drawn differences, of each of <see cref="Measures.Drawn"/>; null without a bootstrap.</param>
    public static IReadOnlyList<TechniqueComparison> Of(
        TechniqueGroups groups, IReadOnlyList<RunComparison> rows, IReadOnlyList<double[][]>? drawn)
    {
        var summaries = groups.Members.Select(members => Summary(groups.Name(members[0]), [.. members.Select(run => rows[run])], rows[0].Technique)).ToList();
        for (var index = 1; drawn is not null && index < summaries.Count; index++)
        {
            var (one, first) = (summaries[index], summaries[0]);
            var coversSeeds = KnowsSeeds(one) && KnowsSeeds(first);
            one.Chance = coversSeeds ? "images and seeds" : "images";
            for (var measure = 0; measure < Measures.Drawn.Count; measure++)
            {
                Measures.Drawn[measure].FillDifference(one, first, drawn[index - 1][measure], coversSeeds);
            }
        }

        return summaries;
    }

    // Two runs of one seed are the same run twice. Pictures that no run has translated are the same for every seed.
    private static bool KnowsSeeds(TechniqueComparison technique) => technique.Runs == 0 || technique.Seeds.Distinct().Count() > 1;

    // Arrays, since the lists that a compiler makes up cannot be indexed from a script.
    private static TechniqueComparison Summary(string technique, RunComparison[] rows, string reference)
    {
        var seeds = rows.Select(row => row.Seed).OfType<int>().ToArray();
        var summary = new TechniqueComparison
        {
            Technique = technique,
            Runs = seeds.Length,
            Rows = rows,
            Seeds = seeds,
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
