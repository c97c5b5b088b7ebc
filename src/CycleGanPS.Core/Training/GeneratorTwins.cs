using CycleGanPS.Core.Networks;
using TorchSharp.Modules;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>
/// The generators once more, with the same weights in the same memory but gradients of their own, so that two passes at once do not add theirs
/// to each other's in an order that chance decides.
/// </summary>
internal sealed class GeneratorTwins : IDisposable
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
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (own, twin) in _parameters)
        {
            if (own.grad is { } sum && twin.grad is { } gradient)
            {
                sum.add_(gradient, alpha: Held(1));
            }
        }
    }

    public void Dispose()
    {
        GeneratorAB.Dispose();
        GeneratorBA.Dispose();
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
