using static TorchSharp.torch;

namespace CycleGanPS.Core.Inference.Strips;

/// <summary>
/// A feature map, 1×C×H×W, of which only some rows are in memory at a time: stored, or computed from the rows of another map
/// whenever they are asked for.
/// </summary>
internal abstract class FeatureMap(int channels, int height, int width)
{
    public int Channels { get; } = channels;

    public int Height { get; } = height;

    public int Width { get; } = width;

    /// <summary>Size in float32.</summary>
    public long Bytes => sizeof(float) * (long)Channels * Height * Width;

    /// <summary>
    /// The rows from <paramref name="from"/> to before <paramref name="to"/>, 1×C×(to − from)×W. Either a view of a stored map,
    /// which must not be written to, or a new tensor of the current dispose scope.
    /// </summary>
    public abstract Tensor Rows(int from, int to);

    /// <summary>The bounds of strips of so many rows that cover the map.</summary>
    public IEnumerable<(int From, int To)> Strips(int rows)
    {
        for (var from = 0; from < Height; from += rows)
        {
            yield return (from, Math.Min(from + rows, Height));
        }
    }
}
