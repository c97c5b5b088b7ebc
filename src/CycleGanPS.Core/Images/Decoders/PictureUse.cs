namespace CycleGanPS.Core.Images.Decoders;

/// <summary>Makes something of a picture file and its decoder.</summary>
internal delegate T PictureUse<out T>(ReadOnlySpan<byte> file, PictureDecoder decoder);
