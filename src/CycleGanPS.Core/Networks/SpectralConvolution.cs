using TorchSharp;
using TorchSharp.Modules;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Networks;

/// <summary>
/// A convolution whose weights are divided by their largest singular value (Miyato et al. 2018, arXiv:1802.05957), which one power
/// iteration a call follows in training. Names and arithmetic are those of PyTorch's spectral_norm: weight_orig is what is trained, and
/// the vectors weight_u and weight_v, which the next call goes on from, are part of the state.
/// </summary>
internal sealed class SpectralConvolution : Module<Tensor, Tensor>
{
    /// <summary>The name of the weights before the division.</summary>
    public const string Weight = "weight_orig";

    private const string Left = "weight_u";
    private const string Right = "weight_v";
    private const string Offset = "bias";
    private const double Epsilon = 1e-12;

    private readonly long[] _stride;
    private readonly long[] _padding;

    public SpectralConvolution(int channelsIn, int channelsOut, int kernel, int stride, int padding)
        : base(nameof(SpectralConvolution))
    {
        (_stride, _padding) = ([stride, stride], [padding, padding]);
        register_parameter(Offset, new Parameter(zeros(channelsOut)));
        register_parameter(Weight, new Parameter(zeros(channelsOut, channelsIn, kernel, kernel)));
        register_buffer(Left, zeros(channelsOut));
        register_buffer(Right, zeros(channelsIn * kernel * kernel));
    }

    public Parameter Bias => get_parameter(Offset)!;

    /// <summary>Draws the vectors that the iterations begin with.</summary>
    public void Begin(Generator random)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        foreach (var vector in new[] { get_buffer(Left)!, get_buffer(Right)! })
        {
            vector.copy_(Normalized(randn(vector.shape, generator: random)));
        }
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var weight = get_parameter(Weight)!;
        var matrix = weight.flatten(1);
        var (left, right) = (get_buffer(Left)!, get_buffer(Right)!);
        if (training)
        {
            (left, right) = Iterate(matrix.detach(), left, right);
        }

        var scale = left.dot(matrix.mv(right));
        return functional.conv2d(input, weight.div(scale), Bias, _stride, _padding).MoveToOuterDisposeScope();
    }

    // New tensors, since the graph of this call keeps them while the next call changes the state.
    private static (Tensor Left, Tensor Right) Iterate(Tensor matrix, Tensor left, Tensor right)
    {
        using var noGradient = no_grad();
        var nextRight = Normalized(matrix.t().mv(left));
        var nextLeft = Normalized(matrix.mv(nextRight));
        left.copy_(nextLeft);
        right.copy_(nextRight);
        return (nextLeft, nextRight);
    }

    private static Tensor Normalized(Tensor vector) => vector.div(vector.Squared().sum().sqrt().clamp_min(Held(Epsilon)));
}
