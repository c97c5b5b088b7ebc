using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Networks.Convolutions;
using TorchSharp.Modules;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace CycleGanPS.Core.Training;

/// <summary>
/// The generators once more, with the same weights in the same memory but gradients of their own, so that two passes at once do not add theirs
/// to each other's in an order that chance decides.
/// </summary>
internal sealed unsafe class GeneratorTwins : IDisposable
{
    private readonly (Parameter Own, Parameter Twin)[] _parameters;

    /// <param name="generatorAB">A → B, where it is to stay.</param>
    /// <param name="generatorBA">B → A.</param>
    public GeneratorTwins(GeneratorNetwork generatorAB, GeneratorNetwork generatorBA)
    {
        (GeneratorAB, GeneratorBA) = (Twin(generatorAB), Twin(generatorBA));
        _parameters = [.. generatorAB.parameters().Zip(GeneratorAB.parameters()), .. generatorBA.parameters().Zip(GeneratorBA.parameters())];
    }

    public GeneratorNetwork GeneratorAB { get; }

    public GeneratorNetwork GeneratorBA { get; }

    /// <summary>Forgets the twins' gradients.</summary>
    public void ZeroGradients()
    {
        foreach (var (_, twin) in _parameters)
        {
            twin.grad = null;
        }
    }

    /// <summary>Adds the twins' gradients to those of the generators themselves.</summary>
    public void AddGradients()
    {
        using var scope = NewDisposeScope();
        var sums = _parameters.Select(pair => (Sum: pair.Own.grad!, Gradient: pair.Twin.grad!))
            .Where(pair => pair.Sum is not null && pair.Gradient is not null)
            .ToArray();
        TensorThreads.For(sums.Length, (from, to) =>
        {
            for (var index = from; index < to; index++)
            {
                Add(sums[index].Sum, sums[index].Gradient);
            }
        });
    }

    public void Dispose()
    {
        GeneratorAB.Dispose();
        GeneratorBA.Dispose();
    }

    private static void Add(Tensor sum, Tensor gradient)
    {
        if (!sum.is_contiguous() || !gradient.is_contiguous())
        {
            using var noGradient = no_grad();
            sum.add_(gradient, alpha: Held(1)).Dispose();
            return;
        }

        var count = checked((int)sum.numel());
        var target = new Span<float>(Maps.Pointer(sum), count);
        TensorPrimitives.Add(target, new ReadOnlySpan<float>(Maps.Pointer(gradient), count), target);
    }

    private static GeneratorNetwork Twin(GeneratorNetwork generator)
    {
        var twin = GeneratorNetwork.For(generator.Options);
        twin.Precision = generator.Precision;
        twin.train();
        foreach (var (layer, model) in twin.modules().Zip(generator.modules()))
        {
            if ((layer, model) is (Convolution convolution, Convolution own))
            {
                using var weight = convolution.weight;
                using var bias = convolution.bias;
                convolution.weight = new Parameter(own.weight.detach());
                convolution.bias = own.bias is null ? null : new Parameter(own.bias.detach());
            }
        }

        return twin;
    }
}
