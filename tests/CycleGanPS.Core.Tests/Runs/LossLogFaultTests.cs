using CycleGanPS.Core.Runs;
using Xunit;

namespace CycleGanPS.Core.Tests.Runs;

public sealed class LossLogFaultTests
{
    // A process that is killed, or a disk that is full, can leave any beginning of a row.
    [Fact]
    public void ALastRowCutAnywhereIsLeftOutAndWrittenAnew()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("losses.csv");
        using (var log = LossLog.Open(path))
        {
            log.Append(SampleLosses.At(1));
            log.Append(SampleLosses.At(2));
        }

        var whole = File.ReadAllBytes(path);
        var second = whole.AsSpan(0, whole.Length - 1).LastIndexOf((byte)'\n') + 1;
        for (var length = second; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Equal([1L], LossLog.Read(path).Select(record => record.Step));

            LossLog.TruncateAfter(path, 1);
            using (var log = LossLog.Open(path))
            {
                log.Append(SampleLosses.At(2));
            }

            Assert.Equal(whole, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public void AHeaderCutAnywhereIsWrittenAnew()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("losses.csv");
        LossLog.Open(path).Dispose();
        var header = File.ReadAllBytes(path);
        for (var length = 0; length < header.Length; length++)
        {
            File.WriteAllBytes(path, header[..length]);
            LossLog.TruncateAfter(path, 0);
            Assert.Equal(header, File.ReadAllBytes(path));
        }
    }
}
