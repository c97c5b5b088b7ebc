using TorchSharp;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Losses;

/// <summary>
/// The losses of one step before its updates, still where the networks are: reading them waits for the device, so it
/// is done only for the steps that are logged.
/// </summary>
public sealed class StepLosses : IDisposable
{
    private readonly Tensor _values;

    /// <summary>Takes six scalars together; the result belongs to the dispose scope around the current one.</summary>
    internal StepLosses(Tensor discriminatorA, Tensor discriminatorB, Tensor generator, Tensor adversarial, Tensor cycle, Tensor identity)
    {
        _values = stack([discriminatorA, discriminatorB, generator, adversarial, cycle, identity]).MoveToOuterDisposeScope();
    }

    /// <summary>The numbers of a step.</summary>
    public readonly record struct Values(
        double DiscriminatorA, double DiscriminatorB, double Generator, double Adversarial, double Cycle, double Identity)
    {
        public double Discriminator => (DiscriminatorA + DiscriminatorB) / 2;
    }

    /// <summary>Copies the values to the host; the one place of a step that waits for the device.</summary>
    public Values Read()
    {
        using var onHost = _values.cpu();
        var numbers = onHost.data<float>().ToArray();
        return new Values(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }

    public void Dispose() => _values.Dispose();
}
