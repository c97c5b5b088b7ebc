using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Inference;

/// <summary>A network that turns pictures into pictures, whatever runs it.</summary>
internal interface IImageGenerator : IDisposable
{
    /// <summary>What it is and how it runs, in one line.</summary>
    string Description { get; }

    /// <summary>The sizes that it takes.</summary>
    PictureSizes Sizes { get; }

    /// <summary>The shorter side that it was made for, or null where nobody knows.</summary>
    int? NativeSize { get; }

    /// <summary>Bytes that the network may take up for its work.</summary>
    long MemoryLimit { get; }

    /// <summary>Bytes that the network needs for a picture of that size at least, as an estimate.</summary>
    long LeastBytes(int width, int height);

    /// <summary>Translates pictures of one size, which fits <see cref="Sizes"/>; the translations have that size too.</summary>
    /// <param name="pictures">At least one.</param>
    /// <param name="cancellation">Ends a long translation early.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">The network failed on them, mostly for want of memory.</exception>
    /// <exception cref="CycleGanException">What the network gives are not such pictures.</exception>
    IReadOnlyList<RgbImage> Translate(IReadOnlyList<RgbImage> pictures, CancellationToken cancellation = default);
}
