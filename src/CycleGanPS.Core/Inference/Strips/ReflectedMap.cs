using TorchSharp;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Inference.Strips;

/// <summary>A map with a margin that mirrors it without repeating its border, as ReflectionPad2d makes it.</summary>
internal sealed class ReflectedMap(FeatureMap source, int margin)
    : FeatureMap(source.Channels, source.Height + (2 * margin), source.Width + (2 * margin))
{
    public override Tensor Rows(int from, int to)
    {
        // In the source's rows, of which those outside lie mirrored inside.
        var (first, last) = (from - margin, to - 1 - margin);
        var wanted = Enumerable.Range(first, last - first + 1).Select(Mirrored).ToArray();
        var (lowest, highest) = (wanted.Min(), wanted.Max());
        var rows = source.Rows(lowest, highest + 1);
        if (first < 0 || last >= source.Height)
        {
            rows = rows.index_select(2, tensor([.. wanted.Select(row => (long)(row - lowest))], device: rows.device));
        }

        return nn.functional.pad(rows, [margin, margin, 0, 0], PaddingModes.Reflect);
    }

    private int Mirrored(int row) => row < 0 ? -row : row < source.Height ? row : (2 * (source.Height - 1)) - row;
}
