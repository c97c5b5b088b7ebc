using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Comparison;

/// <summary>One test picture and its translations, one a run.</summary>
public sealed record ComparedPhoto(string Name, RgbImage Source, IReadOnlyList<RgbImage> Translations);
