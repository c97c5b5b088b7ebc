using CycleGanPS.Core.Options;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Objectives;

/// <summary>The original objective (Goodfellow et al. 2014, arXiv:1406.2661), generator non-saturating: −log σ(s) for real.</summary>
internal sealed class VanillaObjective : Objective
{
    public override AdversarialLossKind Kind => AdversarialLossKind.Vanilla;

    public override string Title => $"{Kind} (cross-entropy)";

    public override Tensor ForGenerator(Tensor fakeScore) => OnReal(fakeScore);

    protected override Tensor OnReal(Tensor score) => SoftPlus(score.neg()).mean();

    protected override Tensor OnFake(Tensor score) => SoftPlus(score).mean();

    // log(1 + eˣ), written so that neither end overflows.
    private static Tensor SoftPlus(Tensor x) => functional.relu(x).add(x.abs().neg().exp().log1p(), alpha: Held(1));
}
