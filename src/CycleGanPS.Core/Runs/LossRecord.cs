namespace CycleGanPS.Core.Runs;

/// <summary>
/// The losses of one logged training step, as written to <c>losses.csv</c>. Flat and numeric, so that
/// it can be sorted, grouped and written as a table as it is.
/// </summary>
public sealed record LossRecord
{
    /// <summary>The epoch the step belongs to, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Training steps done, from 1, counted over the whole run.</summary>
    public required long Step { get; init; }

    /// <summary>(DiscriminatorA + DiscriminatorB) / 2.</summary>
    public required double Discriminator { get; init; }

    /// <summary>Loss of the discriminator that judges domain A.</summary>
    public required double DiscriminatorA { get; init; }

    /// <summary>Loss of the discriminator that judges domain B.</summary>
    public required double DiscriminatorB { get; init; }

    /// <summary>λ_adversarial·Adversarial + λ_cycle·Cycle + λ_identity·Identity: what the generators minimise.</summary>
    public required double Generator { get; init; }

    /// <summary>Mean over both directions of the generators' adversarial loss.</summary>
    public required double Adversarial { get; init; }

    /// <summary>Mean over both directions of the L1 cycle-consistency loss, before its weight.</summary>
    public required double Cycle { get; init; }

    /// <summary>Mean over both directions of the L1 identity loss, before its weight.</summary>
    public required double Identity { get; init; }

    /// <summary>
    /// With WassersteinGp the critics' estimate of the Wasserstein distance, mean score of real images minus mean score of fakes,
    /// over both domains and the step's critic updates; empty with other objectives.
    /// </summary>
    public double? Wasserstein { get; init; }

    /// <summary>With WassersteinGp the gradient penalty before its weight, over the same; empty with other objectives.</summary>
    public double? GradientPenalty { get; init; }

    /// <summary>The learning rate the step was taken with.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Seconds of training so far, over all sessions of the run.</summary>
    public required double Seconds { get; init; }

    /// <summary>Images of one domain trained on per second since the record before.</summary>
    public required double ImagesPerSecond { get; init; }
}
