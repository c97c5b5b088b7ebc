using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>What the generators minimised in a step, and its parts before their weights; scalars.</summary>
internal readonly record struct GeneratorLosses(Tensor Total, Tensor Adversarial, Tensor Cycle, Tensor Identity);
