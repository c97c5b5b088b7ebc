namespace CycleGanPS.Core.Inference;

/// <summary>A picture to translate and where the translation goes; both are absolute paths.</summary>
public sealed record TranslationJob(string Source, string Destination);
