using CycleGanPS.Core.Data;

namespace CycleGanPS.Core.Inference;

/// <summary>A network that turns pictures into pictures, whatever runs it.</summary>
public interface IImageGenerator : IDisposable
{
    /// <summary>What it is and how it runs, in one line.</summary>
    string Description { get; }

    /// <summary>The sizes that it takes.</summary>
    PictureSizes Sizes { get; }

    /// <summary>The shorter side that it was made for, or null where nobody knows.</summary>
    int? NativeSize { get; }

    /// <summary>Working memory for each pixel of a picture, as an estimate.</summary>
    double BytesPerPixel { get; }

    /// <summary>Translates pictures of one size, which fits <see cref="Sizes"/>; the translations have that size too.</summary>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">The network failed on them, mostly for want of memory.</exception>
    /// <exception cref="CycleGanException">What the network gives are not such pictures.</exception>
    IReadOnlyList<RgbImage> Translate(IReadOnlyList<RgbImage> pictures);
}
