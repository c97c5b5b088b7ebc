using CycleGanPS.Core.Options;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Networks;

/// <summary>
/// The residual generator of CycleGAN (Zhu et al. 2017, arXiv:1703.10593), and the same with skip connections. Its weights are named as in
/// PyTorch-GAN (resize upsampling) or pytorch-CycleGAN-and-pix2pix (transposed convolutions).
/// </summary>
internal sealed class ResnetGenerator(GeneratorOptions options) : GeneratorNetwork(
    nameof(ResnetGenerator), options, Build(options).Select((layer, index) => (FormattableString.Invariant($"model.{index}"), layer)), SkipsOf(options))
{
    // How many layers have worked on the features of full resolution, and on those of half of it; then the residual blocks begin.
    private const int FullLevel = 4;
    private const int HalfLevel = 7;
    private const int FirstBlock = 10;

    /// <summary>Channels that the convolution after the first doubling gets besides.</summary>
    public static int SkippedToFirst(GeneratorOptions options) => options.Skips.HasFlag(SkipConnections.Deep) ? 2 * options.Filters : 0;

    /// <summary>Channels that the convolution after the second doubling gets besides.</summary>
    public static int SkippedToSecond(GeneratorOptions options) => options.Skips.HasFlag(SkipConnections.Shallow) ? options.Filters : 0;

    /// <summary>Channels that the last convolution gets besides.</summary>
    public static int SkippedToLast(GeneratorOptions options) =>
        (options.Skips.HasFlag(SkipConnections.Input) ? options.Channels : 0) + (options.Skips.HasFlag(SkipConnections.Color) ? options.Channels : 0);

    // Instance normalisation takes the colour of the whole picture out of every level behind it; only the last convolution has none behind it.
    private static IEnumerable<SkipConnection> SkipsOf(GeneratorOptions options)
    {
        // A doubling has four layers: the doubling itself, its convolution, normalisation and activation.
        var firstConvolution = FirstBlock + options.ResidualBlocks + 1;
        var secondConvolution = firstConvolution + 4;
        var lastPadding = secondConvolution + 3;
        if (options.Skips.HasFlag(SkipConnections.Deep))
        {
            yield return new SkipConnection(HalfLevel, firstConvolution);
        }

        if (options.Skips.HasFlag(SkipConnections.Shallow))
        {
            yield return new SkipConnection(FullLevel, secondConvolution);
        }

        if (options.Skips.HasFlag(SkipConnections.Input))
        {
            yield return new SkipConnection(0, lastPadding);
        }

        if (options.Skips.HasFlag(SkipConnections.Color))
        {
            yield return new SkipConnection(0, lastPadding) { Through = [new ColorBlur()] };
        }
    }

    private static IEnumerable<Module<Tensor, Tensor>> Build(GeneratorOptions options)
    {
        Module<Tensor, Tensor> MakeActivation() => options.Activation == Activation.LeakyReLU
            ? new LeakyActivation(options.NegativeSlope)
            : ReLU(inplace: true);
        var width = options.Filters;

        yield return ReflectionPad2d(3);
        yield return Layers.Conv(options.Channels, width, kernel: 7, bias: options.HasInnerBias);
        yield return Layers.Norm(width, options.Normalization);
        yield return MakeActivation();

        for (var halving = 0; halving < 2; halving++, width *= 2)
        {
            yield return Layers.Conv(width, 2 * width, kernel: 3, stride: 2, padding: 1, bias: options.HasInnerBias);
            yield return Layers.Norm(2 * width, options.Normalization);
            yield return MakeActivation();
        }

        var innerName = options.Upsampling == Upsampling.Transpose ? "conv_block" : "block";
        for (var block = 0; block < options.ResidualBlocks; block++)
        {
            yield return new ResidualBlock(width, options, MakeActivation, innerName);
        }

        foreach (var skipped in (int[])[SkippedToFirst(options), SkippedToSecond(options)])
        {
            if (options.Upsampling == Upsampling.Transpose)
            {
                yield return ConvTranspose2d(width, width / 2, 3, 2, 1, 1, bias: options.HasInnerBias);
            }
            else
            {
                yield return Upsample(scale_factor: [2, 2], mode: UpsampleMode.Nearest);
                yield return Layers.Conv(width + skipped, width / 2, kernel: 3, padding: 1, bias: options.HasInnerBias);
            }

            yield return Layers.Norm(width / 2, options.Normalization);
            yield return MakeActivation();
            width /= 2;
        }

        yield return ReflectionPad2d(3);
        yield return Layers.Conv(width + SkippedToLast(options), options.Channels, kernel: 7);
        yield return Tanh();
    }
}
