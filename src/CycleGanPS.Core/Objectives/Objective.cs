using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Objectives;

/// <summary>
/// An adversarial loss with all that comes with it: the options it wants, those it cannot have, and how it trains the discriminators.
/// Scores are N×1×h×w maps; every loss is a mean over all of them.
/// </summary>
internal abstract class Objective
{
    /// <summary>One objective a <see cref="AdversarialLossKind"/>: the class of this room that is named for it.</summary>
    public static IReadOnlyList<Objective> All { get; } = [.. Enum.GetValues<AdversarialLossKind>().Select(Create)];

    public abstract AdversarialLossKind Kind { get; }

    /// <summary>What it is called in a list of choices.</summary>
    public virtual string Title => $"{Kind}";

    /// <summary>What a run that trains with it is called.</summary>
    public virtual string Technique => $"{Kind}";

    /// <summary>The keys that nothing else looks at.</summary>
    public virtual IReadOnlyList<string> OwnKeys => [];

    /// <summary>Whether a discriminator's loss is never below 0, and near 0 when nothing deceives it any more.</summary>
    public virtual bool HasFloor => true;

    /// <summary>Whether a step trains the discriminators before the generators, on fakes of their own.</summary>
    public virtual bool DiscriminatorsFirst => false;

    /// <summary>The objective of that kind.</summary>
    public static Objective For(AdversarialLossKind kind) => All.FirstOrDefault(objective => objective.Kind == kind)
        ?? throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such objective.");

    /// <summary>The options with this objective, and with what it wants for those that it has defaults of its own for.</summary>
    public virtual TrainingOptions ApplyDefaults(TrainingOptions options) => options with { AdversarialLoss = Kind };

    /// <summary>Its default for a key whose default no number can say, in words, or null.</summary>
    public virtual string? DefaultInWords(string key) => null;

    /// <summary>The weight of the adversarial loss where none is given.</summary>
    public virtual double DefaultLambdaAdversarial(TrainingOptions options) => 1;

    /// <summary>What makes the options impossible with this objective.</summary>
    public virtual IEnumerable<ConfigFault> Validate(TrainingOptions options) => [];

    /// <summary>Updates of each discriminator in a step, each on images of its own.</summary>
    public virtual int DiscriminatorUpdates(TrainingOptions options) => 1;

    /// <summary>What a generator minimises, given the scores of its fakes.</summary>
    public abstract Tensor ForGenerator(Tensor fakeScore);

    /// <summary>
    /// What a discriminator minimises: the mean of its loss on real images and its loss on fakes, and, where there are any,
    /// its loss on edge-smoothed images, which count as much as the fakes (CartoonGAN's edge-promoting loss, Chen et al. 2018).
    /// </summary>
    public virtual Tensor ForDiscriminator(Tensor realScore, Tensor fakeScore, Tensor? smoothedScore = null)
    {
        var sum = OnReal(realScore).add(OnFake(fakeScore), alpha: Held(1));
        return smoothedScore is null ? sum.div(Held(2)) : sum.add(OnFake(smoothedScore), alpha: Held(1)).div(Held(3));
    }

    /// <summary>What a discriminator minimises on batches of one size, N×C×H×W in [−1, 1] without gradient, and what of it is logged.</summary>
    /// <param name="discriminator">The discriminator.</param>
    /// <param name="real">Real images.</param>
    /// <param name="fake">As many fakes.</param>
    /// <param name="smoothed">As many edge-smoothed images, or null.</param>
    /// <param name="options">The weights.</param>
    /// <param name="drawCoefficients">Draws that many numbers of [0, 1).</param>
    internal virtual DiscriminatorLosses OfDiscriminator(
        PatchDiscriminator discriminator, Tensor real, Tensor fake, Tensor? smoothed, TrainingOptions options, Func<int, float[]> drawCoefficients) =>
        new(OfScores(discriminator, real, fake, smoothed), []);

    /// <summary>Mends the gradients of a discriminator before it is updated with them.</summary>
    internal virtual void AfterBackward(PatchDiscriminator discriminator)
    {
    }

    /// <summary><see cref="ForDiscriminator"/> of a discriminator's scores.</summary>
    protected Tensor OfScores(PatchDiscriminator discriminator, Tensor real, Tensor fake, Tensor? smoothed)
    {
        IReadOnlyList<Tensor> images = smoothed is null ? [real, fake] : [real, fake, smoothed];
        var scores = discriminator.ScoresOfKinds(images);
        return ForDiscriminator(scores[0], scores[1], smoothed is null ? null : scores[2]);
    }

    protected abstract Tensor OnReal(Tensor score);

    protected abstract Tensor OnFake(Tensor score);

    private static Objective Create(AdversarialLossKind kind) =>
        (Objective)Activator.CreateInstance(typeof(Objective).Assembly.GetType($"{typeof(Objective).Namespace}.{kind}Objective", throwOnError: true)!)!;
}
