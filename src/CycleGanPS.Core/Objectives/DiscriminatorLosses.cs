using static TorchSharp.torch;

namespace CycleGanPS.Core.Objectives;

/// <summary>What one discriminator minimised in an update. Scalars.</summary>
/// <param name="Loss">The whole.</param>
/// <param name="Parts">What else is logged of it, each under the name of its column.</param>
internal readonly record struct DiscriminatorLosses(Tensor Loss, IReadOnlyList<(string Name, Tensor Value)> Parts);
