using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Networks.Convolutions;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Objectives;

/// <summary>
/// Penalties on the slope of a discriminator at x̂ between a real image and a fake. D(x̂) is the mean of the sample's score map; the norm
/// is over all elements of the sample's gradient.
/// </summary>
internal static class GradientPenalty
{
    /// <summary>
    /// That of WGAN-GP (Gulrajani et al. 2017, arXiv:1704.00028, algorithm 1), the mean over samples of (‖∇D(x̂)‖₂ − 1)², as a scalar whose
    /// gradient reaches the critic's weights.
    /// </summary>
    /// <param name="critic">A network that keeps its samples apart: N×C×H×W to N×1×h×w.</param>
    /// <param name="real">Real images, N×C×H×W.</param>
    /// <param name="fake">As many fakes, without gradient.</param>
    /// <param name="coefficients">The share of the real image in each x̂, N numbers of [0, 1).</param>
    public static Tensor Compute(nn.Module<Tensor, Tensor> critic, Tensor real, Tensor fake, IReadOnlyList<float> coefficients)
    {
        using var scope = NewDisposeScope();
        return Slopes(critic, real, fake, coefficients).norm(1).sub(Held(1)).Squared().mean().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The zero-centred one, the mean over samples of ‖∇D(x̂)‖₂² (Mescheder et al. 2018, arXiv:1801.04406, between real and fake as in
    /// UVCGAN2, Torbunov et al. 2023, arXiv:2303.16280), with the same arguments. Images here are in [−1, 1]: a weight from code with images
    /// in [0, 1], whose slopes are twice as large, is four times as large here.
    /// </summary>
    public static Tensor ZeroCentred(nn.Module<Tensor, Tensor> discriminator, Tensor real, Tensor fake, IReadOnlyList<float> coefficients)
    {
        using var scope = NewDisposeScope();
        return Slopes(discriminator, real, fake, coefficients).Squared().sum(1).mean().MoveToOuterDisposeScope();
    }

    // Each sample's gradient as a row.
    private static Tensor Slopes(nn.Module<Tensor, Tensor> critic, Tensor real, Tensor fake, IReadOnlyList<float> coefficients)
    {
        var share = tensor([.. coefficients], [coefficients.Count, 1, 1, 1]).to(real.device);
        var between = fake.add(real.add(fake, alpha: Held(-1)).mul(share), alpha: Held(1)).requires_grad_(true);
        using var pause = FastConvolution.ForSecondDerivatives();
        // A sample's score depends on its own pixels alone, so the gradient of the sum is each sample's own. With a batch head it hangs on the
        // other samples too, and the gradient is that of all scores, as in UVCGAN2's code.
        var map = critic is PatchDiscriminator discriminator ? discriminator.ScoresBetween(between, coefficients) : critic.call(between);
        var scores = map.flatten(1).mean([1]).sum();
        return Backward.Gradient(scores, between).flatten(1);
    }
}
