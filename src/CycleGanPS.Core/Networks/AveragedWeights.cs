using TorchSharp;
using TorchSharp.Modules;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Networks;

/// <summary>
/// Running averages of weights in training: w̄ ← d·w̄ + (1 − d)·w after each update (Yazıcı et al. 2019, arXiv:1806.04498; Karras et al.
/// 2018, arXiv:1710.10196). They even out the swings of adversarial training; the training itself never looks at them.
/// </summary>
internal sealed class AveragedWeights
{
    // Constant and tested: a script that does not compile ends the process. One call for all weights: in a small network the calls are
    // what costs.
    private const string Script = """
        def update(averages: List[Tensor], weights: List[Tensor], share: float) -> Tensor:
            torch._foreach_lerp_(averages, weights, share)
            return averages[0]

        """;

    private static readonly Lazy<jit.CompilationUnit> Compiled = new(() => jit.compile(Script.ReplaceLineEndings("\n")));

    private readonly Tensor[] _weights;
    private readonly Tensor[] _averages;
    private readonly double _decay;

    /// <param name="weights">What is trained.</param>
    /// <param name="averages">What takes the averages, place by place; set to the weights, and without gradient from now on.</param>
    /// <param name="decay">The share d of the averages that stays at an update, in [0, 1).</param>
    public AveragedWeights(IEnumerable<Parameter> weights, IEnumerable<Parameter> averages, double decay)
    {
        (_weights, _averages, _decay) = ([.. weights], [.. averages], decay);
        foreach (var average in _averages)
        {
            average.requires_grad = false;
        }

        Reset();
    }

    /// <summary>The decay that halves the share of a weight after 4 % of a run's steps.</summary>
    public static double DecayFor(long steps) => Math.Pow(0.5, 1 / (0.04 * Math.Max(steps, 1)));

    /// <summary>The decay at an update, counted from 1: smaller at the beginning, so that the untrained weights are soon forgotten.</summary>
    public static double DecayAt(double decay, long update) => Math.Min(decay, (1.0 + update) / (10.0 + update));

    /// <summary>Begins at the weights as they are.</summary>
    public void Reset()
    {
        using var noGradient = no_grad();
        foreach (var (average, weight) in _averages.Zip(_weights))
        {
            average.copy_(weight);
        }
    }

    /// <summary>Follows an update of the weights, the <paramref name="update"/>-th.</summary>
    public void Follow(long update)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        using var share = (1 - DecayAt(_decay, update)).ToScalar();
        Compiled.Value.invoke("update", _averages, _weights, share);
        // The call sees their handles only.
        GC.KeepAlive((_averages, _weights));
    }
}
