using CycleGanPS.Core.Options;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Networks;

/// <summary>
/// The U-Net of pytorch-CycleGAN-and-pix2pix (Isola et al. 2017, arXiv:1611.07004; unet_128 halves seven times, unet_256 eight times):
/// every level of the encoder goes on to the level of the decoder of the same resolution. Weights are named as there, where each level lies
/// within the one above it.
/// </summary>
internal sealed class UnetGenerator(GeneratorOptions options)
    : GeneratorNetwork(nameof(UnetGenerator), options, Build(options), SkipsOf(options))
{
    // The encoder's levels have three layers each, activation, convolution and normalisation, but the first has the convolution alone and the
    // last no normalisation; so have the decoder's.
    private const int LayersOfLevel = 3;

    /// <summary>The name of a level's layers, 1 being the uppermost.</summary>
    public static string NameOf(int level) =>
        "model.model" + (level > 1 ? ".1.model" : "") + string.Concat(Enumerable.Repeat(".3.model", Math.Max(0, level - 2)));

    /// <summary>Channels of a level of the encoder.</summary>
    public static int WidthOf(GeneratorOptions options, int level) => options.Filters * Math.Min(8, 1 << (level - 1));

    private static IEnumerable<(string Name, Module<Tensor, Tensor> Layer)> Build(GeneratorOptions options)
    {
        var (deepest, bias) = (options.Downsamplings, options.HasInnerBias);
        yield return (NameOf(1) + ".0", Layers.Conv(options.Channels, options.Filters, kernel: 4, stride: 2, padding: 1, bias));
        for (var level = 2; level <= deepest; level++)
        {
            yield return (NameOf(level) + ".0", new LeakyActivation(0.2));
            yield return (NameOf(level) + ".1", Layers.Conv(WidthOf(options, level - 1), WidthOf(options, level), kernel: 4, stride: 2, padding: 1, bias));
            if (level < deepest)
            {
                yield return (NameOf(level) + ".2", Layers.Norm(WidthOf(options, level), options.Normalization));
            }
        }

        for (var level = deepest; level >= 2; level--)
        {
            // Behind what is within the level.
            var first = level == deepest ? 2 : 4;
            var (given, wanted) = (WidthOf(options, level) * (level == deepest ? 1 : 2), WidthOf(options, level - 1));
            yield return ($"{NameOf(level)}.{first}", ReLU(inplace: true));
            yield return ($"{NameOf(level)}.{first + 1}", ConvTranspose2d(given, wanted, 4, 2, 1, bias: bias));
            yield return ($"{NameOf(level)}.{first + 2}", Layers.Norm(wanted, options.Normalization));
        }

        yield return (NameOf(1) + ".2", ReLU(inplace: true));
        yield return (NameOf(1) + ".3", ConvTranspose2d(2 * options.Filters, options.Channels, 4, 2, 1));
        yield return (NameOf(1) + ".4", Tanh());
    }

    // A level is handed on behind the activation that begins the level below it, as in the reference, where that works in place; the
    // decoder's own activation makes the same of both.
    private static IEnumerable<SkipConnection> SkipsOf(GeneratorOptions options)
    {
        var deepest = options.Downsamplings;
        var decoder = LayersOfLevel * (deepest - 1);
        return Enumerable.Range(1, deepest - 1).Select(level => new SkipConnection(
            (LayersOfLevel * (level - 1)) + 2,
            decoder + (LayersOfLevel * (deepest - level))));
    }
}
