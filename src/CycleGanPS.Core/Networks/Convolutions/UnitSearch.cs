using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Networks.Convolutions;

/// <summary>Finds the layers that <see cref="ConvolutionFunction"/> does.</summary>
internal sealed class UnitSearch(bool reduced)
{
    // With so many weights the units end: all their gradients are in memory at once, and calls no longer count.
    private const long MostWeights = 1 << 20;

    private readonly List<Unit> _units = [];
    private long _weights;
    private int _height;
    private int _width;

    /// <summary>The units that a row of layers begins with, as far as they go.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="from">The first of them.</param>
    /// <param name="input">What it would get.</param>
    /// <param name="reduced">Whether convolutions are in bfloat16, unless the outputs are a picture.</param>
    /// <param name="next">The first layer that is in none of the units.</param>
    public static IReadOnlyList<Unit> Find(IReadOnlyList<Module<Tensor, Tensor>> layers, int from, Tensor input, bool reduced, out int next)
    {
        next = from;
        if (!FastConvolution.CanWorkOn(input) || input.shape is not [_, _, var height, var width])
        {
            return [];
        }

        var search = new UnitSearch(reduced) { _height = (int)height, _width = (int)width };
        while (next < layers.Count && search._weights < MostWeights
            && (layers[next] is ResidualBlock block ? search.TryBlock(block, ref next) : search.TryUnit(layers, ref next)))
        {
        }

        search.EndWell(ref next);
        return search._units;
    }

    // The last unit's output is not kept, so that an activation alone behind its convolution stays outside.
    private void EndWell(ref int next)
    {
        if (_units is [.., { IsNormalized: false, IsActivated: true } last])
        {
            _units[^1] = last with { Slope = 1 };
            next--;
        }
    }

    // All of its layers, or none.
    private bool TryBlock(ResidualBlock block, ref int next)
    {
        var (first, inner, height, width) = (_units.Count, 0, _height, _width);
        while (inner < block.LayersInOrder.Count && TryUnit(block.LayersInOrder, ref inner))
        {
        }

        if (inner < block.LayersInOrder.Count || !_units[^1].IsNormalized)
        {
            _units.RemoveRange(first, _units.Count - first);
            (_height, _width) = (height, width);
            return false;
        }

        (_units[first], next) = (_units[first] with { BeginsBlock = true }, next + 1);
        _units[^1] = _units[^1] with { EndsBlock = true };
        return true;
    }

    private bool TryUnit(IReadOnlyList<Module<Tensor, Tensor>> layers, ref int next)
    {
        var (unit, index) = (new Unit(), next);
        Module<Tensor, Tensor>? Ahead(int distance) => index + distance < layers.Count ? layers[index + distance] : null;
        if (FastConvolution.Matches(layers[index], Ahead(1), _height, _width, out var convolution, out var shape)
            && !(reduced && ReducedConvolution.Matches(convolution)))
        {
            unit = unit with { Weight = convolution.weight, Bias = convolution.bias, Shape = shape };
            _weights += convolution.weight.numel();
            (_height, _width) = (shape.OutputSide(_height), shape.OutputSide(_width));
            index += ReferenceEquals(convolution, layers[index]) ? 1 : 2;
        }

        if (Ahead(0) is GroupNorm { affine: false })
        {
            index++;
            unit = unit with { IsNormalized = true };
        }

        if (index == next)
        {
            return false;
        }

        var slope = Ahead(0) switch { LeakyActivation leaky => (float)leaky.NegativeSlope, TorchSharp.Modules.ReLU => 0, _ => (float?)null };
        if (slope is not null && (unit.IsNormalized || slope >= 0))
        {
            unit = unit with { Slope = slope.Value };
            index++;
        }

        _units.Add(unit);
        next = index;
        return true;
    }
}
