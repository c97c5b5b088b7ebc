using CycleGanPS.Core.Images;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Training;
using Xunit;

namespace CycleGanPS.Core.Tests.Training;

public sealed class PreparationTests
{
    [Fact]
    public void StoppedWhileItSmoothsEdgesARunCanBeResumed()
    {
        using var folder = new TemporaryFolder();
        foreach (var domain in (string[])["trainA", "trainB"])
        {
            Directory.CreateDirectory(folder.File(domain));
            ImageFile.Write(new RgbImage(32, 32), Path.Combine(folder.File(domain), "one.png"), ImageFormat.Png);
        }

        var run = new RunFolder(folder.File("run"));
        var plan = TrainingPlan.Create(new TrainingOptions
        {
            TrainA = folder.File("trainA"), TrainB = folder.File("trainB"), ImageSize = 32, Filters = 4, ResidualBlocks = 1, Epochs = 1,
            DecayEpoch = 0, Seed = 1, EdgeSmoothing = true,
        });
        var stopped = new CancellationToken(canceled: true);

        foreach (var mode in (StartMode[])[StartMode.New, StartMode.Resume])
        {
            var progress = new Trainer(plan, run).Run(mode, stopped).ToList();

            Assert.All(progress, report => Assert.NotNull(report.Preparation));
            Assert.Equal((RunStatus.Stopped, 0), (run.Read().Status, run.Read().Step));
            Assert.True(Directory.Exists(Path.Combine(run.Checkpoints, "epoch-0000")));
        }
    }
}
