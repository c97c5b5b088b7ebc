using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Comparison;

/// <summary>One test picture and its translations, one a run.</summary>
internal sealed record ComparedPhoto(string Name, RgbImage Source, IReadOnlyList<RgbImage> Translations);
