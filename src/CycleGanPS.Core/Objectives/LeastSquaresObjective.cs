using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Options;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Objectives;

/// <summary>LSGAN (Mao et al. 2017, arXiv:1611.04076): squared distance to 1 for real, 0 for fake.</summary>
internal sealed class LeastSquaresObjective : Objective
{
    public override AdversarialLossKind Kind => AdversarialLossKind.LeastSquares;

    public override Tensor ForGenerator(Tensor fakeScore) => OnReal(fakeScore);

    protected override Tensor OnReal(Tensor score) => score.sub(Held(1)).Squared().mean();

    protected override Tensor OnFake(Tensor score) => score.Squared().mean();
}
