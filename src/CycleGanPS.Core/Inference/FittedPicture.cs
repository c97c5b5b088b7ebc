using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Inference;

/// <summary>A picture as the network takes it, the part of it that is the picture, and the size that the translation is to have.</summary>
internal sealed record FittedPicture(RgbImage Padded, int FittedWidth, int FittedHeight, int Width, int Height)
{
    public long Pixels => Padded.Width * (long)Padded.Height;

    public bool SameSize(FittedPicture other) => (Padded.Width, Padded.Height) == (other.Padded.Width, other.Padded.Height);

    public RgbImage Restore(RgbImage translation) =>
        PillowResampler.Resize(ReflectionPadding.Crop(translation, FittedWidth, FittedHeight), Width, Height, Resampling.Bicubic);
}
