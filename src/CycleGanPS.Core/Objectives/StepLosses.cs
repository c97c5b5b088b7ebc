using static TorchSharp.torch;

namespace CycleGanPS.Core.Objectives;

/// <summary>
/// The losses of one step before its updates, still where the networks are: reading them waits for the device, so it
/// is done only for the steps that are logged.
/// </summary>
internal sealed class StepLosses : IDisposable
{
    private readonly Tensor _values;

    /// <summary>Takes scalars together; the result belongs to the dispose scope around the current one.</summary>
    internal StepLosses(GeneratorLosses generators, CriticLosses discriminatorA, CriticLosses discriminatorB)
    {
        List<Tensor> values =
            [discriminatorA.Loss, discriminatorB.Loss, generators.Total, generators.Adversarial, generators.Cycle, generators.Identity];
        if (discriminatorA is { Wasserstein: { } wassersteinA, Penalty: { } penaltyA }
            && discriminatorB is { Wasserstein: { } wassersteinB, Penalty: { } penaltyB })
        {
            values.AddRange([wassersteinA, wassersteinB, penaltyA, penaltyB]);
        }

        _values = stack(values).MoveToOuterDisposeScope();
    }

    /// <summary>The numbers of a step. The last two are there with WassersteinGp only.</summary>
    public readonly record struct Values(
        double DiscriminatorA,
        double DiscriminatorB,
        double Generator,
        double Adversarial,
        double Cycle,
        double Identity,
        double? Wasserstein,
        double? GradientPenalty)
    {
        public double Discriminator => (DiscriminatorA + DiscriminatorB) / 2;
    }

    /// <summary>Copies the values to the host; the one place of a step that waits for the device.</summary>
    public Values Read()
    {
        using var onHost = _values.cpu();
        var numbers = onHost.data<float>().ToArray();
        double? MeanOf(int index) => index + 1 < numbers.Length ? ((double)numbers[index] + numbers[index + 1]) / 2 : null;
        return new Values(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], MeanOf(6), MeanOf(8));
    }

    public void Dispose() => _values.Dispose();
}
