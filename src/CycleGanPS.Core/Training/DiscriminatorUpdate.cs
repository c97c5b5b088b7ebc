using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>The updates of one discriminator in a step, on real images, fakes and, where there are any, edge-smoothed images.</summary>
internal sealed class DiscriminatorUpdate(
    PatchDiscriminator discriminator,
    AdamOptimizer optimizer,
    Objective objective,
    TrainingOptions options,
    Func<int, float[]> drawCoefficients,
    UpdateGuard guard,
    Team team)
{
    private bool _isAllowed;

    /// <summary>
    /// Updates with batches of the same size, all without gradient: as often as the objective does, each time on another equal part.
    /// The losses are the means over the updates.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was ended between two updates.</exception>
    public DiscriminatorLosses Run(Tensor real, Tensor fake, Tensor? smoothed, double learningRate, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var updates = objective.DiscriminatorUpdates(options);
        var size = real.shape[0] / updates;
        var losses = new List<DiscriminatorLosses>();
        for (var update = 0; update < updates; update++)
        {
            cancellation.ThrowIfCancellationRequested();
            Tensor Part(Tensor batch) => batch.narrow(0, update * size, size);
            losses.Add(Prepare(Part(real), Part(fake), smoothed is null ? null : Part(smoothed))());
            Apply(learningRate);
        }

        Tensor Mean(Func<DiscriminatorLosses, Tensor> loss) => stack(losses.Select(loss)).mean().MoveToOuterDisposeScope();
        return new(Mean(one => one.Loss), [.. losses[0].Parts.Select((part, index) => (part.Column, Mean(one => one.Parts[index].Value)))]);
    }

    // Taken every k-th time k times as strong it works as if taken every time (Karras et al. 2020, arXiv:1912.04958, appendix B).
    private bool IsPenaltyDue => options.ZeroGradientPenalty > 0 && optimizer.Steps % options.ZeroGradientPenaltyInterval == 0;

    /// <summary>
    /// An update on these images with all that is random in it drawn: what it returns finds the gradients and gives the losses, a penalty on the
    /// slope told apart from the loss. So the updates of two discriminators draw in one order, whichever is worked on first.
    /// </summary>
    public Func<DiscriminatorLosses> Prepare(Tensor real, Tensor fake, Tensor? smoothed)
    {
        if (options.DiffAugment)
        {
            Tensor Changed(Tensor images) => DifferentiableAugmentation.Apply(images, drawCoefficients);
            (real, fake, smoothed) = (Changed(real), Changed(fake), smoothed is null ? null : Changed(smoothed));
        }

        var coefficients = IsPenaltyDue ? drawCoefficients((int)real.shape[0]) : null;
        return () => Differentiate(real, fake, smoothed, coefficients);
    }

    private DiscriminatorLosses Differentiate(Tensor real, Tensor fake, Tensor? smoothed, float[]? coefficients)
    {
        using var scope = NewDisposeScope();
        optimizer.ZeroGradients();
        var losses = objective.OfDiscriminator(discriminator, real, fake, smoothed, options, drawCoefficients);
        var total = losses.Loss;
        var parts = losses.Parts.ToList();
        if (coefficients is not null)
        {
            var penalty = GradientPenalty.ZeroCentred(discriminator, real, fake, coefficients);
            total = total.add(penalty, alpha: Held(options.ZeroGradientPenalty * options.ZeroGradientPenaltyInterval));
            parts.Add((nameof(LossRecord.GradientPenalty), penalty));
        }

        Backward.Run(total);
        objective.AfterBackward(discriminator);
        _isAllowed = guard.Allows(total, optimizer);
        return new(Leave(losses.Loss), [.. parts.Select(part => (part.Column, Leave(part.Value)))]);
    }

    /// <summary>Updates the discriminator with the gradients that were found.</summary>
    public void Apply(double learningRate)
    {
        if (_isAllowed)
        {
            team.Average(optimizer);
            optimizer.Step(learningRate);
            discriminator.Head?.Commit();
        }
    }

    private static Tensor Leave(Tensor tensor) => tensor.detach().MoveToOuterDisposeScope();
}
