using CycleGanPS.Core.Options;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Networks;

/// <summary>
/// The residual generator of CycleGAN (Zhu et al. 2017, arXiv:1703.10593). Takes N×C×H×W in [−1, 1] and gives the
/// same shape in [−1, 1]; H and W are multiples of 4 and at least <see cref="SmallestSide"/>. Parameters are named as
/// in PyTorch-GAN (resize upsampling) or pytorch-CycleGAN-and-pix2pix (transposed convolutions).
/// </summary>
internal sealed class ResnetGenerator : Module<Tensor, Tensor>
{
    /// <summary>Each side must be a multiple of this for the output to have the input's size.</summary>
    public const int SideMultiple = 4;

    /// <summary>A quarter of the side must exceed the reflection padding of the residual blocks.</summary>
    public const int SmallestSide = 8;

    private readonly Module<Tensor, Tensor>[] _layers;

    public ResnetGenerator(GeneratorOptions options)
        : base(nameof(ResnetGenerator))
    {
        Options = options;
        _layers = [.. Build(options)];
        register_module("model", Layers.Numbered(_layers));
    }

    public GeneratorOptions Options { get; }

    /// <summary>The layers one after another.</summary>
    internal IReadOnlyList<Module<Tensor, Tensor>> LayersInOrder => _layers;

    /// <summary>The number format of the convolutions, but for the last; everything else is float32, and so are the weights.</summary>
    public Precision Precision
    {
        get;
        set
        {
            field = value;
            foreach (var block in _layers.OfType<ResidualBlock>())
            {
                block.Precision = value;
            }
        }
    }

    public override Tensor forward(Tensor input) => Run(input, CancellationToken.None);

    /// <summary>The translation of N×C×H×W in [−1, 1], of the same shape and range.</summary>
    /// <exception cref="OperationCanceledException">It was ended between two layers.</exception>
    public Tensor Run(Tensor input, CancellationToken cancellation) =>
        Layers.Chain(_layers, input, Precision == Precision.BFloat16, cancellation);

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

        for (var doubling = 0; doubling < 2; doubling++, width /= 2)
        {
            if (options.Upsampling == Upsampling.Transpose)
            {
                yield return ConvTranspose2d(width, width / 2, 3, 2, 1, 1, bias: options.HasInnerBias);
            }
            else
            {
                yield return Upsample(scale_factor: [2, 2], mode: UpsampleMode.Nearest);
                yield return Layers.Conv(width, width / 2, kernel: 3, padding: 1, bias: options.HasInnerBias);
            }

            yield return Layers.Norm(width / 2, options.Normalization);
            yield return MakeActivation();
        }

        yield return ReflectionPad2d(3);
        yield return Layers.Conv(width, options.Channels, kernel: 7);
        yield return Tanh();
    }
}
