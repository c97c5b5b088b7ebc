using CycleGanPS.Core.Options;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Networks;

/// <summary>
/// x + [reflection pad 1, convolution 3×3, normalisation, activation, the same again without activation]
/// (Johnson et al. 2016, as used by CycleGAN, arXiv:1703.10593). N×C×H×W in and out; H and W at least 2.
/// </summary>
internal sealed class ResidualBlock : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor>[] _layers;

    /// <param name="channels">Channels in and out.</param>
    /// <param name="options">What the generator is like.</param>
    /// <param name="activation">Makes the activation between the two convolutions.</param>
    /// <param name="registeredName">What the public code base calls the inner sequence.</param>
    internal ResidualBlock(int channels, GeneratorOptions options, Func<Module<Tensor, Tensor>> activation, string registeredName)
        : base(nameof(ResidualBlock))
    {
        _layers =
        [
            ReflectionPad2d(1),
            Layers.Conv(channels, channels, kernel: 3, bias: options.HasInnerBias),
            Layers.Norm(channels, options.Normalization),
            activation(),
            .. options.Dropout ? [Identity()] : Array.Empty<Module<Tensor, Tensor>>(),
            ReflectionPad2d(1),
            Layers.Conv(channels, channels, kernel: 3, bias: options.HasInnerBias),
            Layers.Norm(channels, options.Normalization),
        ];
        register_module(registeredName, Layers.Numbered(_layers));
    }

    /// <summary>What is added to the input, layer by layer.</summary>
    internal IReadOnlyList<Module<Tensor, Tensor>> LayersInOrder => _layers;

    /// <summary>The number format of the convolutions.</summary>
    internal Precision Precision { get; set; }

    public override Tensor forward(Tensor input) => Run(input, CancellationToken.None);

    /// <summary>The input and what the layers make of it, N×C×H×W.</summary>
    /// <exception cref="OperationCanceledException">It was ended between two layers.</exception>
    internal Tensor Run(Tensor input, CancellationToken cancellation)
    {
        var residual = Layers.Chain(_layers, input, Precision == Precision.BFloat16, cancellation);
        // The normalisation's gradient does not need its output, so the sum may take its place.
        return residual.add_(input, alpha: Held(1));
    }
}
