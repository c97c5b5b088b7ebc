namespace CycleGanPS.Core.Data;

/// <summary>
/// How one image is to be cropped and flipped. The offsets are fractions of the room there is, so that the
/// draw does not depend on the image's size and can be made before the image is read.
/// </summary>
/// <param name="Index">The image's index in its domain.</param>
/// <param name="CropX">Horizontal offset of the crop, 0 (left) to below 1.</param>
/// <param name="CropY">Vertical offset of the crop, 0 (top) to below 1.</param>
/// <param name="Flip">Mirror it.</param>
internal readonly record struct ImagePlan(int Index, double CropX, double CropY, bool Flip);

/// <summary>One unpaired sample: an image of each domain.</summary>
internal readonly record struct SamplePlan(ImagePlan A, ImagePlan B);
