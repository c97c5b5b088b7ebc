using CycleGanPS.Core.Options;
using CycleGanPS.Core.Training;
using Xunit;

namespace CycleGanPS.Core.Tests.Training;

public sealed class LinearDecayTests
{
    // The study's schedule by hand: 20 epochs, decay after 10.
    [Theory]
    [InlineData(0, 2e-4)]
    [InlineData(9, 2e-4)]
    [InlineData(10, 2e-4)]
    [InlineData(11, 1.8e-4)]
    [InlineData(15, 1e-4)]
    [InlineData(19, 2e-5)]
    public void FollowsTheStudysSchedule(int epoch, double expected) =>
        Assert.Equal(expected, LinearDecay.At(2e-4, epoch, epochs: 20, decayEpoch: 10), 1e-12);

    [Fact]
    public void GeneratorsAndDiscriminatorsMayHaveRatesOfTheirOwn()
    {
        var options = new TrainingOptions { Epochs = 20, LearningRateDiscriminator = 4e-4 };

        Assert.Equal(new StepSettings(2e-4, 4e-4), StepSettings.At(options, 0));
        Assert.Equal(new StepSettings(1e-4, 2e-4), StepSettings.At(options, 15));
        Assert.Equal(new StepSettings(1e-3, 4e-4), StepSettings.At(options with { LearningRateGenerator = 1e-3 }, 10));
    }

    [Fact]
    public void AConstantScheduleStaysWhateverTheDecayEpoch() => Assert.Equal(
        new StepSettings(2e-4, 2e-4),
        StepSettings.At(new TrainingOptions { Epochs = 20, Schedule = LearningRateSchedule.Constant, DecayEpoch = 3 }, 19));

    [Fact]
    public void RefusesADecayThatNeverBegins() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LinearDecay.At(2e-4, 0, epochs: 10, decayEpoch: 10));
}
