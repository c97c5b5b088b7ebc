using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Networks;

/// <summary>Feature maps that go past some layers of a network: they are put before the channels that a later layer gets.</summary>
/// <param name="From">How many layers have worked on what is handed on; 0 is the input.</param>
/// <param name="To">The index of the layer that gets it.</param>
internal sealed record SkipConnection(int From, int To)
{
    /// <summary>What works on it on the way, without weights.</summary>
    public IReadOnlyList<Module<Tensor, Tensor>> Through { get; init; } = [];
}
