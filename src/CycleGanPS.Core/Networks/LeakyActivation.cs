using CycleGanPS.Core.Machine;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Networks;

/// <summary>Leaky ReLU in place, whose slope is held: TorchSharp's own makes a temporary of it at every call (see <see cref="Scalars"/>).</summary>
internal sealed class LeakyActivation(double negativeSlope) : Module<Tensor, Tensor>(nameof(LeakyActivation))
{
    public double NegativeSlope => negativeSlope;

    public override Tensor forward(Tensor input) => input.leaky_relu_(Held(negativeSlope));
}
