namespace CycleGanPS.Core.Runs;

/// <summary>
/// The losses of one logged training step, as written to <c>losses.csv</c>, and whose they are. Flat, so that
/// it can be sorted, grouped and written as a table as it is. The one list of what is logged: log, health and
/// plot go by its properties and their attributes (<see cref="LossColumn"/>), and a column is empty where the objective has no such loss.
/// </summary>
public sealed class LossRecord
{
    /// <summary>The epoch the step belongs to, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Training steps done, from 1, counted over the whole run.</summary>
    public required long Step { get; init; }

    /// <summary>(DiscriminatorA + DiscriminatorB) / 2, or that of the one that learns.</summary>
    [LossCurve(LossPanel.Discriminators, 3, "mean", LossInk.Black)]
    public required double Discriminator { get; init; }

    /// <summary>Loss of the discriminator that judges domain A; empty with a weak cycle, where it has nothing to judge.</summary>
    [Loss]
    [LossCurve(LossPanel.Discriminators, 1, "discriminator A", LossInk.Blue)]
    [LossCurve(LossPanel.Critics, 3, "critic A", LossInk.Blue)]
    public required double? DiscriminatorA { get; init; }

    /// <summary>Loss of the discriminator that judges domain B.</summary>
    [Loss]
    [LossCurve(LossPanel.Discriminators, 2, "discriminator B", LossInk.Vermilion)]
    [LossCurve(LossPanel.Critics, 4, "critic B", LossInk.Vermilion)]
    public required double DiscriminatorB { get; init; }

    /// <summary>λ_adversarial·Adversarial + λ_cycle·Cycle + λ_identity·Identity: what the generators minimise.</summary>
    [Loss]
    [LossCurve(LossPanel.Generators, 1, "total", LossInk.Black)]
    public required double Generator { get; init; }

    /// <summary>Mean over both directions of the generators' adversarial loss.</summary>
    [Loss]
    [LossCurve(LossPanel.Generators, 2, "adversarial", LossInk.Vermilion, IsPartOfTotal = true)]
    public required double Adversarial { get; init; }

    /// <summary>Mean over both directions of the L1 cycle-consistency loss, before its weight.</summary>
    [Loss]
    [LossCurve(LossPanel.Generators, 3, "cycle", LossInk.Blue, IsPartOfTotal = true)]
    public required double Cycle { get; init; }

    /// <summary>Mean over both directions of the L1 identity loss, before its weight.</summary>
    [Loss]
    [LossCurve(LossPanel.Generators, 4, "identity", LossInk.Green, IsPartOfTotal = true)]
    public required double Identity { get; init; }

    /// <summary>
    /// With Wasserstein critics their estimate of the Wasserstein distance, mean score of real images minus mean score of fakes,
    /// over both domains and the step's critic updates; empty with other objectives.
    /// </summary>
    [Loss]
    [LossCurve(LossPanel.Critics, 1, "Wasserstein estimate", LossInk.Black)]
    public double? Wasserstein { get; init; }

    /// <summary>
    /// The gradient penalty before its weight: with Wasserstein critics over the same, and the zero-centred one over both domains; empty in
    /// steps without.
    /// </summary>
    [Loss]
    [LossCurve(LossPanel.Critics, 2, "gradient penalty", LossInk.Green)]
    public double? GradientPenalty { get; init; }

    /// <summary>The learning rate the step was taken with; where the discriminators have their own, that of the generators.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Seconds of training so far, over all sessions of the run.</summary>
    public required double Seconds { get; init; }

    /// <summary>Images of one domain trained on per second since the record before.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>The name of the run's folder, or null where nobody knows. The log of a run does not repeat it.</summary>
    public string? Run { get; internal set; }

    /// <summary>The run's folder.</summary>
    public string? Path { get; internal set; }
}
