using CycleGanPS.Core.Options;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Networks;

/// <summary>
/// The PatchGAN discriminator of CycleGAN: N×C×H×W in [−1, 1] to one unbounded score a patch, N×1×h×w.
/// Patch94 gives H/16 × W/16 (PyTorch-GAN); Patch70 gives 30×30 at 256 pixels (pytorch-CycleGAN-and-pix2pix).
/// </summary>
internal sealed class PatchDiscriminator : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor>[] _layers;

    public PatchDiscriminator(DiscriminatorOptions options)
        : base(nameof(PatchDiscriminator))
    {
        Options = options;
        _layers = [.. options.Kind == DiscriminatorKind.Patch70 ? BuildPatch70(options) : BuildPatch94(options)];
        register_module("model", Layers.Numbered(_layers));
    }

    public DiscriminatorOptions Options { get; }

    /// <summary>What is added to every score alike.</summary>
    public Parameter OutputBias => _layers[^1] is SpectralConvolution spectral ? spectral.Bias : ((Conv2d)_layers[^1]).bias!;

    public override Tensor forward(Tensor input) => Layers.Chain(_layers, input);

    private static IEnumerable<Module<Tensor, Tensor>> BuildPatch94(DiscriminatorOptions options)
    {
        var width = options.Filters;
        return
        [
            .. Block(options, options.Channels, width, stride: 2, isFirst: true),
            .. Block(options, width, 2 * width, stride: 2),
            .. Block(options, 2 * width, 4 * width, stride: 2),
            .. Block(options, 4 * width, 8 * width, stride: 2),
            ZeroPad2d((1, 0, 1, 0)),
            Convolution(options, 8 * width, 1, stride: 1),
        ];
    }

    private static IEnumerable<Module<Tensor, Tensor>> BuildPatch70(DiscriminatorOptions options)
    {
        var width = options.Filters;
        return
        [
            .. Block(options, options.Channels, width, stride: 2, isFirst: true),
            .. Block(options, width, 2 * width, stride: 2),
            .. Block(options, 2 * width, 4 * width, stride: 2),
            .. Block(options, 4 * width, 8 * width, stride: 1),
            Convolution(options, 8 * width, 1, stride: 1),
        ];
    }

    private static IEnumerable<Module<Tensor, Tensor>> Block(
        DiscriminatorOptions options, int channelsIn, int channelsOut, int stride, bool isFirst = false)
    {
        yield return Convolution(options, channelsIn, channelsOut, stride);
        if (options.Normalize && !isFirst)
        {
            yield return Layers.InstanceNorm(channelsOut);
        }

        yield return new LeakyActivation(0.2);
    }

    private static Module<Tensor, Tensor> Convolution(DiscriminatorOptions options, int channelsIn, int channelsOut, int stride) =>
        options.SpectralNorm
            ? new SpectralConvolution(channelsIn, channelsOut, kernel: 4, stride, padding: 1)
            : Layers.Conv(channelsIn, channelsOut, kernel: 4, stride, padding: 1);
}
