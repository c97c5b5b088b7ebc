using System.Runtime.Intrinsics;

namespace CycleGanPS.Core.Images;

/// <summary>
/// Pillow's <c>Image.resize</c>, to the bit: what the reference implementations of CycleGAN and FID train and
/// measure with. First along the rows, then along the columns, rounded to bytes in between.
/// </summary>
internal static class PillowResampler
{
    private const int Half = 1 << (ResamplingWeights.FixedPointBits - 1);

    /// <summary>A picture of the wanted size; the same one if it has that size.</summary>
    public static RgbImage Resize(RgbImage image, int width, int height, Resampling kind)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        var rows = image.Width == width ? image : ResizeRows(image, width, kind);
        return rows.Height == height ? rows : ResizeColumns(rows, height, kind);
    }

    /// <summary>
    /// As Pillow resizes a picture of mode <c>F</c>, each channel by itself: float32 results of double sums, not
    /// rounded and not clamped (bicubic and Lanczos overshoot 0…255 a little). Height·Width·3 values, R, G, B a pixel.
    /// </summary>
    public static float[] ResizeFloat(RgbImage image, int width, int height, Resampling kind)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        var rows = new float[checked(3 * width * image.Height)];
        if (width == image.Width)
        {
            for (var index = 0; index < rows.Length; index++)
            {
                rows[index] = image.Pixels[index];
            }
        }
        else
        {
            ResizeRowsFloat(image, rows, width, ResamplingWeights.Compute(image.Width, width, kind));
        }

        return height == image.Height ? rows : ResizeColumnsFloat(rows, width, height, ResamplingWeights.Compute(image.Height, height, kind));
    }

    private static unsafe RgbImage ResizeRows(RgbImage image, int width, Resampling kind)
    {
        var plan = ResamplingWeights.Compute(image.Width, width, kind);
        var weights = plan.ToFixedPoint();
        var result = new RgbImage(width, image.Height);
        var sourceStride = 3 * image.Width;
        fixed (byte* source = image.Pixels, target = result.Pixels)
        fixed (int* allWeights = weights)
        {
            for (var y = 0; y < image.Height; y++)
            {
                var row = source + (long)y * sourceStride;
                var output = target + (long)y * 3 * width;

                // Four bytes are read for a pixel of three; past the last pixel of the last row lies foreign memory.
                var safe = y == image.Height - 1 ? image.Width - 1 : image.Width;
                for (var x = 0; x < width; x++, output += 3)
                {
                    var (start, count) = (plan.Starts[x], plan.Counts[x]);
                    var kernel = allWeights + (long)x * plan.Stride;
                    var pixel = row + 3L * start;
                    var fast = Math.Min(count, safe - start);
                    var sum = Vector128.Create(Half);
                    for (var index = 0; index < fast; index++, pixel += 3)
                    {
                        var bytes = Vector128.CreateScalarUnsafe(*(uint*)pixel).AsByte();
                        var samples = Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32();
                        sum += samples * Vector128.Create(kernel[index]);
                    }

                    for (var index = Math.Max(fast, 0); index < count; index++, pixel += 3)
                    {
                        sum += Vector128.Create(pixel[0], pixel[1], pixel[2], 0) * Vector128.Create(kernel[index]);
                    }

                    sum = Vector128.ShiftRightArithmetic(sum, ResamplingWeights.FixedPointBits);
                    sum = Vector128.Min(Vector128.Max(sum, Vector128<int>.Zero), Vector128.Create(255));
                    output[0] = (byte)sum[0];
                    output[1] = (byte)sum[1];
                    output[2] = (byte)sum[2];
                }
            }
        }

        return result;
    }

    private static unsafe RgbImage ResizeColumns(RgbImage image, int height, Resampling kind)
    {
        var plan = ResamplingWeights.Compute(image.Height, height, kind);
        var weights = plan.ToFixedPoint();
        var result = new RgbImage(image.Width, height);
        var stride = 3 * image.Width;
        fixed (byte* source = image.Pixels, target = result.Pixels)
        fixed (int* allWeights = weights)
        {
            for (var y = 0; y < height; y++)
            {
                var first = source + (long)plan.Starts[y] * stride;
                var output = target + (long)y * stride;
                var kernel = new ReadOnlySpan<int>(allWeights + (long)y * plan.Stride, plan.Counts[y]);
                var x = 0;
                for (; x + Vector128<byte>.Count <= stride; x += Vector128<byte>.Count)
                {
                    var (low, high) = (Vector256.Create(Half), Vector256.Create(Half));
                    var column = first + x;
                    foreach (var weight in kernel)
                    {
                        var samples = Vector256.WidenLower(Vector128.Load(column).ToVector256Unsafe());
                        var factor = Vector256.Create(weight);
                        low += Vector256.WidenLower(samples).AsInt32() * factor;
                        high += Vector256.WidenUpper(samples).AsInt32() * factor;
                        column += stride;
                    }

                    var words = Vector256.Narrow(Finish(low), Finish(high));
                    Vector128.Narrow(words.GetLower().AsUInt16(), words.GetUpper().AsUInt16()).Store(output + x);
                }

                for (; x < stride; x++)
                {
                    var sum = Half;
                    var column = first + x;
                    foreach (var weight in kernel)
                    {
                        sum += *column * weight;
                        column += stride;
                    }

                    output[x] = (byte)Math.Clamp(sum >> ResamplingWeights.FixedPointBits, 0, 255);
                }
            }
        }

        return result;

        static Vector256<int> Finish(Vector256<int> sum) => Vector256.Min(
            Vector256.Max(Vector256.ShiftRightArithmetic(sum, ResamplingWeights.FixedPointBits), Vector256<int>.Zero),
            Vector256.Create(255));
    }

    private static void ResizeRowsFloat(RgbImage image, float[] target, int width, ResamplingWeights plan)
    {
        var written = 0;
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Pixels.AsSpan(3 * y * image.Width, 3 * image.Width);
            for (var x = 0; x < width; x++, written += 3)
            {
                double red = 0, green = 0, blue = 0;
                var read = 3 * plan.Starts[x];
                foreach (var weight in plan.Weights.AsSpan(x * plan.Stride, plan.Counts[x]))
                {
                    red += row[read] * weight;
                    green += row[read + 1] * weight;
                    blue += row[read + 2] * weight;
                    read += 3;
                }

                (target[written], target[written + 1], target[written + 2]) = ((float)red, (float)green, (float)blue);
            }
        }
    }

    private static float[] ResizeColumnsFloat(float[] rows, int width, int height, ResamplingWeights plan)
    {
        var stride = 3 * width;
        var result = new float[checked(stride * height)];
        var sums = new double[stride];
        for (var y = 0; y < height; y++)
        {
            Array.Clear(sums);
            var read = plan.Starts[y] * stride;
            foreach (var weight in plan.Weights.AsSpan(y * plan.Stride, plan.Counts[y]))
            {
                var row = rows.AsSpan(read, stride);
                for (var x = 0; x < sums.Length; x++)
                {
                    sums[x] += row[x] * weight;
                }

                read += stride;
            }

            for (var x = 0; x < sums.Length; x++)
            {
                result[y * stride + x] = (float)sums[x];
            }
        }

        return result;
    }
}
