using CycleGanPS.Core.Training;
using Xunit;

namespace CycleGanPS.Core.Tests.Training;

public sealed class TrainingPlanTests
{
    [Fact]
    public void ImagesThatAreLinksAreTheSameData()
    {
        using var tiny = new TinyRun();
        using var folder = new TemporaryFolder();
        foreach (var domain in new[] { "trainA", "trainB" })
        {
            Directory.CreateDirectory(folder.File(domain));
            for (var number = 0; number < 5; number++)
            {
                File.CreateSymbolicLink(folder.File($"{domain}/{number}.png"), tiny.DataFile(domain, number));
            }
        }

        var linked = TrainingPlan.Create(tiny.Options with { TrainA = folder.File("trainA"), TrainB = folder.File("trainB") });

        Assert.Equal(TrainingPlan.Create(tiny.Options).DataFingerprint(), linked.DataFingerprint());
    }

    [Fact]
    public void OneFolderForBothDomainsIsWarnedOfWhateverItIsCalled()
    {
        using var tiny = new TinyRun();
        using var folder = new TemporaryFolder();
        Directory.CreateSymbolicLink(folder.File("trainB"), tiny.Options.TrainA!);

        Assert.Empty(TrainingPlan.Create(tiny.Options).Warnings);
        Assert.Contains("are the same folder", Assert.Single(TrainingPlan.Create(tiny.Options with { TrainB = folder.File("trainB") }).Warnings));
    }
}
