using static TorchSharp.torch;

namespace CycleGanPS.Core.Objectives;

/// <summary>What one discriminator or critic minimised in a step; the parts are a critic's alone. Scalars.</summary>
/// <param name="Loss">The whole.</param>
/// <param name="Wasserstein">Mean score of real images minus mean score of fakes.</param>
/// <param name="Penalty">The gradient penalty before its weight.</param>
internal readonly record struct CriticLosses(Tensor Loss, Tensor? Wasserstein = null, Tensor? Penalty = null);
