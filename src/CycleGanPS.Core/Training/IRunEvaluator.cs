namespace CycleGanPS.Core.Training;

/// <summary>Measures how good a generator of A → B is, between epochs.</summary>
internal interface IRunEvaluator
{
    /// <summary>Translates the test photos and measures the result. Nothing that training computes may hang on it.</summary>
    /// <param name="save">Writes the generator into a file.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    /// <exception cref="CycleGanException">A picture or the disk refuses.</exception>
    EvaluationScores Measure(Action<string> save);
}
