using CycleGanPS.Core.Runs;
using Xunit;

namespace CycleGanPS.Core.Tests.Runs;

public sealed class LossLogTests
{
    private static LossRecord Record(long step) => new()
    {
        Epoch = 1,
        Step = step,
        Discriminator = 0.25,
        DiscriminatorA = 1.0 / 3,
        DiscriminatorB = 1e-9,
        Generator = 12345.678,
        Adversarial = 0.5,
        Cycle = 0.1,
        Identity = 0,
        LearningRate = 2e-4,
        Seconds = 1.5,
        ImagesPerSecond = 3,
    };

    [Fact]
    public void ReadsBackExactlyWhatWasAppendedInTwoSessions()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("losses.csv");
        using (var log = LossLog.Open(path))
        {
            log.Append(Record(1));
        }

        using (var log = LossLog.Open(path))
        {
            log.Append(Record(2));
            Assert.Equivalent((LossRecord[])[Record(1), Record(2)], LossLog.Read(path), strict: true);
        }

        Assert.StartsWith(
            "Epoch,Step,Discriminator,DiscriminatorA,DiscriminatorB,Generator,Adversarial,Cycle,Identity,Wasserstein,"
            + "GradientPenalty,LearningRate,Seconds,ImagesPerSecond\n",
            File.ReadAllText(path));
    }

    [Fact]
    public void ALossThatThereIsNotIsAnEmptyCell()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("losses.csv");
        using (var log = LossLog.Open(path))
        {
            log.Append(LossColumn.Record(new Dictionary<string, double> { ["Epoch"] = 1, ["Step"] = 7, ["DiscriminatorB"] = 0.5 }));
        }

        Assert.Contains("\n1,7,0,,0.5,", File.ReadAllText(path));
        Assert.Null(Assert.Single(LossLog.Read(path)).DiscriminatorA);
    }

    [Fact]
    public void RecordsKnowTheirRunWhichTheLogDoesNotRepeat()
    {
        using var folder = new TemporaryFolder();
        var run = new RunFolder(folder.File("faces"));
        Directory.CreateDirectory(run.Path);
        using (var log = LossLog.Open(run.Losses))
        {
            var record = Record(1);
            (record.Run, record.Path) = ("other", "/other");
            log.Append(record);
        }

        var read = Assert.Single(run.ReadLosses());
        Assert.Equal(("faces", run.Path, 1), (read.Run, read.Path, read.Step));
        Assert.DoesNotContain("other", File.ReadAllText(run.Losses));
    }

    [Fact]
    public void LeavesOutARowThatIsStillBeingWritten()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("losses.csv");
        using (var log = LossLog.Open(path))
        {
            log.Append(Record(1));
        }

        File.AppendAllText(path, "1,2,0.3");
        Assert.Equivalent((LossRecord[])[Record(1)], LossLog.Read(path), strict: true);
    }

    [Fact]
    public void NamesTheLineOfADamagedRow()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("losses.csv");
        using (var log = LossLog.Open(path))
        {
            log.Append(Record(1));
        }

        File.AppendAllText(path, "rubbish\n" + string.Join('\n', File.ReadLines(path).Skip(1)) + "\n");
        var fault = Assert.Throws<CycleGanException>(() => LossLog.Read(path).ToList());
        Assert.Contains("Line 3", fault.Message);
    }

    [Fact]
    public void DropsWhatIsBehindACheckpoint()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("losses.csv");
        using (var log = LossLog.Open(path))
        {
            Enumerable.Range(1, 5).ToList().ForEach(step => log.Append(Record(step)));
        }

        LossLog.TruncateAfter(path, step: 3);
        Assert.Equal([1L, 2L, 3L], LossLog.Read(path).Select(record => record.Step));
    }
}
