namespace CycleGanPS.Core.Comparison;

/// <summary>All that a comparison found.</summary>
internal sealed record ComparisonResult
{
    /// <summary>The runs that were measured, in the order given.</summary>
    public required IReadOnlyList<ComparedRun> Runs { get; init; }

    /// <summary>One row a run, in the same order.</summary>
    public required IReadOnlyList<RunComparison> Rows { get; init; }

    /// <summary>What the test pictures score as they are, which every run is to beat.</summary>
    public required RunComparison NoTranslation { get; init; }

    /// <summary>All rows.</summary>
    public IReadOnlyList<RunComparison> AllRows => [.. Rows, NoTranslation];

    /// <summary>One row a technique, the first run's first, and last no translation.</summary>
    public required IReadOnlyList<TechniqueComparison> Techniques { get; init; }

    /// <summary>Some test pictures with what each run made of them.</summary>
    public required IReadOnlyList<ComparedPhoto> Photos { get; init; }

    public required TranslationDirection Direction { get; init; }

    /// <summary>Draws of the bootstrap; 0 for none.</summary>
    public required int BootstrapDraws { get; init; }
}
