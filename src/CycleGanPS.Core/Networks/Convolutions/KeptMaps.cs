using static TorchSharp.torch;

namespace CycleGanPS.Core.Networks.Convolutions;

/// <summary>What the backward pass over units needs of the forward pass, let go of unit by unit.</summary>
internal sealed class KeptMaps(IReadOnlyList<Unit> units) : IDisposable
{
    /// <summary>The units.</summary>
    public IReadOnlyList<Unit> Units => units;

    /// <summary>What each unit got, but for the first, whose input autograd keeps.</summary>
    public Tensor?[] Inputs { get; } = new Tensor?[units.Count];

    /// <summary>What each normalisation got where a convolution made it.</summary>
    public Tensor?[] Convolved { get; } = new Tensor?[units.Count];

    /// <summary>What each normalisation measured.</summary>
    public InstanceNormalization.Moments[]?[] Moments { get; } = new InstanceNormalization.Moments[]?[units.Count];

    /// <summary>Arguments of the function before the input.</summary>
    public const int FirstArgument = 2;

    /// <summary>Arguments of the function: those, the input, and weights and biases.</summary>
    public int Arguments => FirstArgument + 1 + units.Sum(unit => (unit.Weight is null ? 0 : 1) + (unit.Bias is null ? 0 : 1));

    /// <summary>Keeps what a unit's normalisation got and measured.</summary>
    public void Keep(int unit, Tensor convolved, InstanceNormalization.Moments[] moments)
    {
        Moments[unit] = moments;
        Convolved[unit] = units[unit].Weight is null ? null : convolved.DetachFromDisposeScope();
    }

    /// <summary>Lets go of what a unit needed.</summary>
    public void Release(int unit)
    {
        Inputs[unit]?.Dispose();
        Convolved[unit]?.Dispose();
        (Inputs[unit], Convolved[unit], Moments[unit]) = (null, null, null);
    }

    public void Dispose()
    {
        for (var unit = 0; unit < units.Count; unit++)
        {
            Release(unit);
        }
    }
}
