namespace CycleGanPS.Core.Inference;

/// <summary>A picture to translate and where the translation goes; both are absolute paths.</summary>
internal sealed record TranslationJob(string Source, string Destination);
