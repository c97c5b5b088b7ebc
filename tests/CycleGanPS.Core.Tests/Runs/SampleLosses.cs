using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Tests.Runs;

/// <summary>Loss records for tests to which the numbers do not matter.</summary>
internal static class SampleLosses
{
    public static LossRecord At(long step) => new()
    {
        Epoch = 1,
        Step = step,
        Discriminator = 0.25,
        DiscriminatorA = 0.125,
        DiscriminatorB = 0.375,
        Generator = 12.5,
        Adversarial = 0.5,
        Cycle = 1,
        Identity = 0.4,
        LearningRate = 2e-4,
        Seconds = step,
        ImagesPerSecond = 1.125,
    };
}
