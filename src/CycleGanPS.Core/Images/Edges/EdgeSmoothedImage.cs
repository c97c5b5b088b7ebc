namespace CycleGanPS.Core.Images.Edges;

/// <summary>A picture blurred along its outlines.</summary>
/// <param name="Image">The picture, as large as the original.</param>
/// <param name="EdgeShare">The share of its pixels that were blurred, 0 to 1.</param>
internal sealed record EdgeSmoothedImage(RgbImage Image, double EdgeShare);
