using CycleGanPS.Core.Options;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Networks;

/// <summary>
/// The PatchGAN discriminator of CycleGAN: N×C×H×W in [−1, 1] to one unbounded score a patch, N×1×h×w.
/// Patch94 gives H/16 × W/16 (PyTorch-GAN); Patch70 gives 30×30 at 256 pixels (pytorch-CycleGAN-and-pix2pix), or 31×31 with a batch head.
/// </summary>
internal sealed class PatchDiscriminator : Module<Tensor, Tensor>
{
    /// <summary>What the names of a batch head's weights begin with.</summary>
    public const string HeadName = "head";

    private readonly Module<Tensor, Tensor>[] _layers;

    public PatchDiscriminator(DiscriminatorOptions options)
        : base(nameof(PatchDiscriminator))
    {
        Options = options;
        _layers = [.. options.Kind == DiscriminatorKind.Patch70 ? BuildPatch70(options) : BuildPatch94(options)];
        register_module("model", Layers.Numbered(_layers));
        if (options.BatchHead)
        {
            Head = new BatchHead(8 * options.Filters);
            register_module(HeadName, Head);
        }
    }

    public DiscriminatorOptions Options { get; }

    /// <summary>What the scores come from in place of the last convolution, where there is one.</summary>
    public BatchHead? Head { get; }

    /// <summary>What is added to every score alike.</summary>
    public Parameter OutputBias => Head?.OutputBias ?? (_layers[^1] is SpectralConvolution spectral ? spectral.Bias : ((Conv2d)_layers[^1]).bias!);

    /// <summary>The scores of images; a batch head takes them for fakes, as which the generators' are judged.</summary>
    public override Tensor forward(Tensor input) => Head is null ? Layers.Chain(_layers, input) : Head.call(Features(input), Head.Fake.Features);

    /// <summary>
    /// The scores of batches of one size: real images, fakes and, if there are any, edge-smoothed ones. One call for all, since it keeps its
    /// images apart; but a batch head judges each kind for itself, among earlier ones, and is brought its features.
    /// </summary>
    public IReadOnlyList<Tensor> ScoresOfKinds(params IReadOnlyList<Tensor> kinds)
    {
        var count = kinds[0].shape[0];
        if (Head is null)
        {
            return call(cat([.. kinds])).split(count);
        }

        var features = Features(cat([.. kinds])).split(count);
        return [.. features.Zip(Head.Queues, (own, kind) =>
        {
            kind.Queue.Offer(own);
            return Head.call(own, kind.Queue.Features);
        })];
    }

    /// <summary>The scores of images between real ones and fakes.</summary>
    /// <param name="images">The images.</param>
    /// <param name="share">The share of the real image in each, of which a batch head takes the mean for its queues.</param>
    public Tensor ScoresBetween(Tensor images, IReadOnlyList<float> share) =>
        Head is null ? call(images) : Head.Between(Features(images), share.Average());

    private Tensor Features(Tensor images) => Layers.Chain(_layers, images);

    private static IEnumerable<Module<Tensor, Tensor>> BuildPatch94(DiscriminatorOptions options)
    {
        var width = options.Filters;
        return
        [
            .. Block(options, options.Channels, width, stride: 2, isFirst: true),
            .. Block(options, width, 2 * width, stride: 2),
            .. Block(options, 2 * width, 4 * width, stride: 2),
            .. Block(options, 4 * width, 8 * width, stride: 2),
            .. options.BatchHead ? [] : (Module<Tensor, Tensor>[])[ZeroPad2d((1, 0, 1, 0)), Convolution(options, 8 * width, 1, stride: 1)],
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
            .. options.BatchHead ? [] : (Module<Tensor, Tensor>[])[Convolution(options, 8 * width, 1, stride: 1)],
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
