namespace CycleGanPS.Core.Images;

/// <summary>What a file's header says of the picture, without its pixels having been decoded.</summary>
/// <param name="Width">Width in pixels, EXIF orientation applied.</param>
/// <param name="Height">Height in pixels, EXIF orientation applied.</param>
/// <param name="Format">The format by content: Png, Jpeg, Webp, Bmp, Gif, Tiff, Tga, Pnm.</param>
/// <param name="IsGrey">Stored as grey (a picture stored as RGB may still hold greys only).</param>
internal readonly record struct ImageIdentity(int Width, int Height, string Format, bool IsGrey);
