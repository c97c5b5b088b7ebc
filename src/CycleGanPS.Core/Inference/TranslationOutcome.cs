namespace CycleGanPS.Core.Inference;

/// <summary>What became of a job: a result, or the fault that kept it from one.</summary>
internal sealed record TranslationOutcome(TranslationJob Job, TranslationResult? Result, Exception? Fault)
{
    /// <summary>What is to be told of it, in sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
