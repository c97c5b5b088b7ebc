using CycleGanPS.Core.Data;
using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using TorchSharp;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>
/// One training step. As PyTorch-GAN takes it: both generators, then each discriminator on the fakes made before the generators'
/// update, through the image pools (Zhu et al. 2017, arXiv:1703.10593, section 4); since none of these updates depends on another,
/// all are made at the end, and a step can be ended before. Or, where the objective wants it, as WGAN-GP takes
/// it: each critic several times, on fresh images each time and the fakes of the generators as they are, then both generators
/// (Gulrajani et al. 2017, arXiv:1704.00028, algorithm 1).
/// </summary>
internal sealed class CycleGanStep
{
    // Of small networks little is left behind, and a collection would be a part of a step that one notices.
    private const int StepsBetweenCollections = 4;

    private readonly CycleGan _networks;
    private readonly TrainingOptions _options;
    private readonly Objective _objective;
    private readonly ImagePool _poolA;
    private readonly ImagePool _poolB;
    private readonly GeneratorUpdate _generators;
    private readonly DiscriminatorUpdate _discriminatorA;
    private readonly DiscriminatorUpdate _discriminatorB;
    private readonly UpdateGuard _guard;
    private int _steps;

    /// <param name="networks">What to train.</param>
    /// <param name="options">The objective.</param>
    /// <param name="poolA">Earlier fakes of domain A.</param>
    /// <param name="poolB">Earlier fakes of domain B.</param>
    /// <param name="drawCoefficients">Draws that many numbers of [0, 1), for an objective that takes some by chance.</param>
    /// <param name="team">Who else takes the step; nobody by default.</param>
    public CycleGanStep(
        CycleGan networks, TrainingOptions options, ImagePool poolA, ImagePool poolB, Func<int, float[]> drawCoefficients, Team? team = null)
    {
        team ??= Team.Alone;
        (_networks, _options, _poolA, _poolB) = (networks, options, poolA, poolB);
        _objective = Objective.For(options.AdversarialLoss);
        _guard = new UpdateGuard(options.OnNonFinite == NonFiniteAction.Skip);
        _generators = new GeneratorUpdate(networks, _objective, options, drawCoefficients, _guard, team);
        _discriminatorA = OfDiscriminator(networks.DiscriminatorA, networks.DiscriminatorAOptimizer);
        _discriminatorB = OfDiscriminator(networks.DiscriminatorB, networks.DiscriminatorBOptimizer);

        DiscriminatorUpdate OfDiscriminator(PatchDiscriminator discriminator, AdamOptimizer optimizer) =>
            new(discriminator, optimizer, _objective, options, drawCoefficients, _guard, team);
    }

    /// <summary>Updates of networks that the last step left out, because they were not finite (OnNonFinite = Skip).</summary>
    public int UpdatesLeftOut => _guard.LeftOut;

    /// <summary>
    /// Trains on one batch of each domain, N×C×H×W in [−1, 1] on the networks' device; N is
    /// <see cref="ObjectiveOptions"/>.ImagesPerStep.
    /// </summary>
    /// <param name="realA">Images of domain A.</param>
    /// <param name="realB">Images of domain B.</param>
    /// <param name="settings">What hangs on how far the run is.</param>
    /// <param name="smoothedB">The edge-smoothed images of domain B, which discriminator B is to take for fakes.</param>
    /// <param name="cancellation">Ends the step early, as far as that is possible without a trace.</param>
    /// <returns>The losses before the updates; the caller disposes them.</returns>
    /// <exception cref="OperationCanceledException">
    /// It was ended. Nothing has changed but what <see cref="StepBefore"/> puts back.
    /// </exception>
    public StepLosses Run(Tensor realA, Tensor realB, StepSettings settings, Tensor? smoothedB = null, CancellationToken cancellation = default)
    {
        _guard.BeginStep();
        using var scope = NewDisposeScope();
        var losses = _objective.DiscriminatorsFirst
            ? DiscriminatorsFirst(realA, realB, settings, smoothedB, cancellation)
            : GeneratorsFirst(realA, realB, settings, smoothedB, scope, cancellation);
        if (_networks.Twins is null || ++_steps % StepsBetweenCollections == 0)
        {
            Backward.Collect();
        }

        return losses;
    }

    private StepLosses GeneratorsFirst(
        Tensor realA, Tensor realB, StepSettings settings, Tensor? smoothedB, DisposeScope scope, CancellationToken cancellation)
    {
        var (fakeA, fakeB, generators) = _generators.Differentiate(realA, realB, settings.Identity, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var (shownA, shownB) = (fakeA is null ? null : Exchange(_poolA, fakeA), Exchange(_poolB, fakeB));
        // Discriminator A learns nothing where nobody draws domain A.
        var updateA = shownA is null ? null : _discriminatorA.Prepare(realA, shownA, null);
        var updateB = _discriminatorB.Prepare(realB, shownB, smoothedB);
        DiscriminatorLosses? LossesA() => updateA?.Invoke();
        DiscriminatorLosses? LossesB()
        {
            cancellation.ThrowIfCancellationRequested();
            return updateB();
        }

        var (lossesA, lossesB) = _networks.Twins is null ? (LossesA(), LossesB()) : SideBySide.Run(LossesA, LossesB);
        // Another thread's are of no scope.
        scope.Attach(lossesB!.Value.Parts.Select(part => part.Value).Append(lossesB.Value.Loss));
        cancellation.ThrowIfCancellationRequested();
        _generators.Apply(settings.GeneratorRate);
        _discriminatorA.Apply(settings.DiscriminatorRate);
        _discriminatorB.Apply(settings.DiscriminatorRate);
        _poolA.Commit();
        _poolB.Commit();
        return new StepLosses(generators, lossesA, lossesB.Value);
    }

    // What a generator made in an update that was left out may be no picture, and would come back from the pool.
    private Tensor Exchange(ImagePool pool, Tensor fake) => _guard.LeftOut > 0 ? fake : pool.Exchange(fake);

    private StepLosses DiscriminatorsFirst(Tensor realA, Tensor realB, StepSettings settings, Tensor? smoothedB, CancellationToken cancellation)
    {
        Tensor? fakeA;
        Tensor fakeB;
        using (no_grad())
        {
            fakeA = _options.Cycle == CycleKind.Weak ? null : _networks.GeneratorBA.Run(realB, cancellation);
            fakeB = _networks.GeneratorAB.Run(realA, cancellation);
        }

        DiscriminatorLosses? lossesA = fakeA is null ? null : _discriminatorA.Run(realA, fakeA, null, settings.DiscriminatorRate, cancellation);
        var lossesB = _discriminatorB.Run(realB, fakeB, smoothedB, settings.DiscriminatorRate, cancellation);

        // The generators learn on the images that the discriminators saw last.
        Tensor Last(Tensor batch) => batch.narrow(0, batch.shape[0] - _options.BatchSize, _options.BatchSize);
        var (_, _, generators) = _generators.Differentiate(Last(realA), Last(realB), settings.Identity, cancellation);
        _generators.Apply(settings.GeneratorRate);
        return new StepLosses(generators, lossesA, lossesB);
    }
}
