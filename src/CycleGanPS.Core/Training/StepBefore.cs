using CycleGanPS.Core.Data;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>
/// What a step changes before its last update, as it is before it, so that a step which is ended in the middle leaves no trace: the
/// source of chance, the vectors of a spectral norm, which every call moves, and, where the discriminators are updated first, those, which
/// takes as much memory as they and their moments do.
/// </summary>
internal sealed class StepBefore : IDisposable
{
    private readonly TrainingState _state;
    private readonly RandomSource _random;
    private readonly (long A, long B) _updates;
    private readonly List<(Tensor Now, Tensor Before)> _copies;

    public StepBefore(TrainingState state, TrainingOptions options)
    {
        _state = state;
        _random = RandomSource.FromState(state.PenaltyRandom.State);
        var networks = state.Networks;
        _updates = (networks.DiscriminatorAOptimizer.Steps, networks.DiscriminatorBOptimizer.Steps);
        var updatedFirst = Objective.For(options.AdversarialLoss).DiscriminatorsFirst
            ? networks.DiscriminatorA.parameters()
                .Concat(networks.DiscriminatorB.parameters())
                .Concat(networks.DiscriminatorAOptimizer.Moments.Concat(networks.DiscriminatorBOptimizer.Moments).Select(moment => moment.Value))
            : [];
        var buffers = networks.DiscriminatorA.buffers().Concat(networks.DiscriminatorB.buffers());
        _copies = [.. updatedFirst.Concat(buffers).Select(tensor => (tensor, tensor.detach().clone().DetachFromDisposeScope()))];
    }

    /// <summary>Puts everything back.</summary>
    public void Restore()
    {
        using var noGradient = no_grad();
        _copies.ForEach(copy => copy.Now.copy_(copy.Before));
        (_state.Networks.DiscriminatorAOptimizer.Steps, _state.Networks.DiscriminatorBOptimizer.Steps) = _updates;
        _state.PenaltyRandom = _random;
    }

    public void Dispose() => _copies.ForEach(copy => copy.Before.Dispose());
}
