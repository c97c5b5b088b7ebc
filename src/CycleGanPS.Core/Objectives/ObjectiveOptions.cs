using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Objectives;

/// <summary>What of the training options their objective decides.</summary>
internal static class ObjectiveOptions
{
    extension(TrainingOptions options)
    {
        /// <summary>Images of each domain that a step takes: every update of a discriminator has a fresh batch.</summary>
        public int ImagesPerStep => options.BatchSize * Objective.For(options.AdversarialLoss).DiscriminatorUpdates(options);

        /// <summary>The weight of the adversarial loss in force: as given, or what the objective makes of the others.</summary>
        public double ResolvedLambdaAdversarial =>
            options.LambdaAdversarial ?? Objective.For(options.AdversarialLoss).DefaultLambdaAdversarial(options);

        /// <summary>These options with another objective and its defaults.</summary>
        public TrainingOptions WithObjective(AdversarialLossKind kind) => Objective.For(kind).ApplyDefaults(options);
    }
}
