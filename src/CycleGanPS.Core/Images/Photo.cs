using CycleGanPS.Core.Images.Metadata;

namespace CycleGanPS.Core.Images;

/// <summary>A picture to be looked at: upright, in sRGB, and with what belongs to it.</summary>
/// <param name="Image">Its colours; where its transparency is kept, under it, too.</param>
/// <param name="Alpha">Its transparency, in each of the three channels; null for one without, or that lies over white.</param>
/// <param name="Metadata">What is told of it; null where it is not asked for.</param>
/// <param name="Warning">What could not be read as it should be, in a sentence; null where all could.</param>
internal sealed record Photo(RgbImage Image, RgbImage? Alpha, PhotoMetadata? Metadata, string? Warning);
