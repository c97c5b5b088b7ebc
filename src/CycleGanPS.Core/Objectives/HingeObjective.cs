using CycleGanPS.Core.Options;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Objectives;

/// <summary>Hinge loss (Lim and Ye 2017, arXiv:1705.02894).</summary>
internal sealed class HingeObjective : Objective
{
    public override AdversarialLossKind Kind => AdversarialLossKind.Hinge;

    public override Tensor ForGenerator(Tensor fakeScore) => fakeScore.mean().neg();

    protected override Tensor OnReal(Tensor score) => functional.relu(score.neg().add(Held(1), Held(1))).mean();

    protected override Tensor OnFake(Tensor score) => functional.relu(score.add(Held(1), Held(1))).mean();
}
