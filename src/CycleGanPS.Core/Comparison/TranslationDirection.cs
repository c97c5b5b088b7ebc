namespace CycleGanPS.Core.Comparison;

/// <summary>Which of a run's two generators is judged.</summary>
public enum TranslationDirection
{
    /// <summary>From domain A to domain B: photos to anime.</summary>
    AB,

    /// <summary>From domain B to domain A.</summary>
    BA,
}
