using static TorchSharp.torch;

namespace CycleGanPS.Core.Objectives;

/// <summary>What one discriminator minimised in an update. Scalars.</summary>
/// <param name="Loss">The whole.</param>
/// <param name="Parts">What else is logged of it, with the column that it stands in.</param>
internal readonly record struct DiscriminatorLosses(Tensor Loss, IReadOnlyList<(string Column, Tensor Value)> Parts);
