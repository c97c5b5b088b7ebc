using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Options;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Objectives;

/// <summary>What the discriminators' scores mean. Scores are N×1×h×w maps; every loss is a mean over all of them.</summary>
internal abstract class AdversarialLoss
{
    /// <summary>Makes the objective of that kind.</summary>
    public static AdversarialLoss Create(AdversarialLossKind kind) => kind switch
    {
        AdversarialLossKind.LeastSquares => new LeastSquaresLoss(),
        AdversarialLossKind.Vanilla => new VanillaLoss(),
        AdversarialLossKind.Hinge => new HingeLoss(),
        AdversarialLossKind.WassersteinGp => new WassersteinLoss(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such objective."),
    };

    /// <summary>What a generator minimises, given the scores of its fakes.</summary>
    public abstract Tensor ForGenerator(Tensor fakeScore);

    /// <summary>
    /// What a discriminator minimises: the mean of its loss on real images and its loss on fakes, and, where there are any,
    /// its loss on edge-smoothed images, which count as much as the fakes (CartoonGAN's edge-promoting loss, Chen et al. 2018).
    /// </summary>
    public virtual Tensor ForDiscriminator(Tensor realScore, Tensor fakeScore, Tensor? smoothedScore = null)
    {
        var sum = OnReal(realScore).add(OnFake(fakeScore), alpha: Held(1));
        return smoothedScore is null ? sum.div(Held(2)) : sum.add(OnFake(smoothedScore), alpha: Held(1)).div(Held(3));
    }

    /// <summary>
    /// What a discriminator minimises on batches of one size, N×C×H×W. One call for all: it keeps its images apart, normalised
    /// or not.
    /// </summary>
    public Tensor OfDiscriminator(Module<Tensor, Tensor> discriminator, Tensor real, Tensor fake, Tensor? smoothed)
    {
        Tensor[] images = smoothed is null ? [real, fake] : [real, fake, smoothed];
        var scores = discriminator.call(cat(images)).split(real.shape[0]);
        return ForDiscriminator(scores[0], scores[1], smoothed is null ? null : scores[2]);
    }

    protected abstract Tensor OnReal(Tensor score);

    protected abstract Tensor OnFake(Tensor score);

    /// <summary>LSGAN (Mao et al. 2017, arXiv:1611.04076): squared distance to 1 for real, 0 for fake.</summary>
    private sealed class LeastSquaresLoss : AdversarialLoss
    {
        public override Tensor ForGenerator(Tensor fakeScore) => fakeScore.sub(Held(1)).Squared().mean();

        protected override Tensor OnReal(Tensor score) => score.sub(Held(1)).Squared().mean();

        protected override Tensor OnFake(Tensor score) => score.Squared().mean();
    }

    /// <summary>The original objective (Goodfellow et al. 2014, arXiv:1406.2661), generator non-saturating: −log σ(s) for real.</summary>
    private sealed class VanillaLoss : AdversarialLoss
    {
        public override Tensor ForGenerator(Tensor fakeScore) => OnReal(fakeScore);

        protected override Tensor OnReal(Tensor score) => SoftPlus(score.neg()).mean();

        protected override Tensor OnFake(Tensor score) => SoftPlus(score).mean();

        // log(1 + eˣ), written so that neither end overflows.
        private static Tensor SoftPlus(Tensor x) => functional.relu(x).add(x.abs().neg().exp().log1p(), alpha: Held(1));
    }

    /// <summary>Hinge loss (Lim and Ye 2017, arXiv:1705.02894).</summary>
    private sealed class HingeLoss : AdversarialLoss
    {
        public override Tensor ForGenerator(Tensor fakeScore) => fakeScore.mean().neg();

        protected override Tensor OnReal(Tensor score) => functional.relu(score.neg().add(Held(1))).mean();

        protected override Tensor OnFake(Tensor score) => functional.relu(score.add(Held(1))).mean();
    }

    /// <summary>
    /// The critic's loss without its penalty (Gulrajani et al. 2017, arXiv:1704.00028, algorithm 1): mean score of fakes minus
    /// mean score of real images. A sample's score is the mean of its map. Smoothed images are half of the fakes.
    /// </summary>
    private sealed class WassersteinLoss : AdversarialLoss
    {
        public override Tensor ForGenerator(Tensor fakeScore) => OnReal(fakeScore);

        public override Tensor ForDiscriminator(Tensor realScore, Tensor fakeScore, Tensor? smoothedScore = null)
        {
            var onFakes = smoothedScore is null
                ? OnFake(fakeScore)
                : OnFake(fakeScore).add(OnFake(smoothedScore), alpha: Held(1)).div(Held(2));
            return onFakes.add(OnReal(realScore), alpha: Held(1));
        }

        protected override Tensor OnReal(Tensor score) => score.mean().neg();

        protected override Tensor OnFake(Tensor score) => score.mean();
    }
}
