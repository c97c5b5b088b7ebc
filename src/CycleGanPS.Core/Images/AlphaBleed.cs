namespace CycleGanPS.Core.Images;

/// <summary>
/// Gives transparent pixels the colour of what is near them. What is stored there is often black or white, which would shine through at the
/// borders once the picture is resized, and which a network would take for a background.
/// </summary>
internal static class AlphaBleed
{
    // Editors round the colours of what is hardly there; from this alpha on a pixel's own colour counts alone.
    private const float Certain = 64;

    /// <summary>In place; alpha stays.</summary>
    public static void Apply(RgbaPixels pixels, int width, int height)
    {
        // Means of 2×2, 4×4, … pixels, weighted by their alpha; where there is nothing, what the next larger squares have there.
        var levels = new List<Level> { Level.Of(pixels, width, height) };
        while (levels[^1] is { } last && (last.Width > 1 || last.Height > 1))
        {
            levels.Add(last.Halved());
        }

        if (levels[^1].Values[3] <= 0)
        {
            return;
        }

        for (var index = levels.Count - 2; index >= 0; index--)
        {
            levels[index].FillFrom(levels[index + 1]);
        }

        Span<float> near = stackalloc float[3];
        for (var y = 0; y < height; y++)
        {
            var row = pixels.Row(y);
            for (var x = 0; x < width; x++)
            {
                var pixel = row.Slice(4 * x, 4);
                var own = Math.Min(pixel[3] / Certain, 1);
                if (own < 1)
                {
                    levels[0].Between(x, y, near);
                    for (var channel = 0; channel < 3; channel++)
                    {
                        pixel[channel] = (byte)(own * pixel[channel] + (1 - own) * near[channel] + 0.5f);
                    }
                }
            }
        }
    }

    // Sums of red, green and blue times alpha, and of alpha.
    private sealed record Level(int Width, int Height, float[] Values)
    {
        public static Level Of(RgbaPixels pixels, int width, int height)
        {
            var level = new Level((width + 1) / 2, (height + 1) / 2);
            for (var y = 0; y < height; y++)
            {
                var row = pixels.Row(y);
                for (var x = 0; x < width; x++)
                {
                    var (sums, alpha) = (level.Place(x / 2, y / 2), row[4 * x + 3]);
                    level.Values[sums] += alpha * row[4 * x];
                    level.Values[sums + 1] += alpha * row[4 * x + 1];
                    level.Values[sums + 2] += alpha * row[4 * x + 2];
                    level.Values[sums + 3] += alpha;
                }
            }

            return level;
        }

        public Level Halved()
        {
            var half = new Level((Width + 1) / 2, (Height + 1) / 2);
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                {
                    for (var index = 0; index < 4; index++)
                    {
                        half.Values[half.Place(x / 2, y / 2) + index] += Values[Place(x, y) + index];
                    }
                }
            }

            return half;
        }

        public void FillFrom(Level larger)
        {
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                {
                    if (Values[Place(x, y) + 3] <= 0)
                    {
                        larger.Between(x, y, Values.AsSpan(Place(x, y), 3));
                        Values[Place(x, y) + 3] = 1;
                    }
                }
            }
        }

        /// <summary>The colour at a place of twice the resolution, interpolated between the four squares around it.</summary>
        public void Between(int x, int y, Span<float> colour)
        {
            colour.Clear();
            for (var corner = 0; corner < 4; corner++)
            {
                var (right, down) = (corner & 1, corner >> 1);
                var place = Place(Math.Clamp((x - 1 + 2 * right) >> 1, 0, Width - 1), Math.Clamp((y - 1 + 2 * down) >> 1, 0, Height - 1));
                var share = ((x & 1) == right ? 0.25f : 0.75f) * ((y & 1) == down ? 0.25f : 0.75f) / Values[place + 3];
                for (var channel = 0; channel < 3; channel++)
                {
                    colour[channel] += share * Values[place + channel];
                }
            }
        }

        private Level(int width, int height)
            : this(width, height, new float[4 * width * height])
        {
        }

        private int Place(int x, int y) => 4 * (y * Width + x);
    }
}
