using CycleGanPS.Core.Threading;
using Xunit;

namespace CycleGanPS.Core.Tests.Threading;

public sealed class ByteGateTests
{
    [Fact]
    public void NoMoreIsInsideThanThereIsRoomFor()
    {
        var gate = new ByteGate(100);
        var (now, most) = (0, 0);
        Parallel.For(0, 50, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => gate.Run(40, () =>
        {
            lock (gate)
            {
                most = Math.Max(most, ++now);
            }

            Thread.Yield();
            lock (gate)
            {
                return --now;
            }
        }));
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public void OneOfAnySizeIsLetInAndMayGoInAgain()
    {
        var gate = new ByteGate(100);
        Assert.Equal(7, gate.Run(1000, () => gate.Run(1000, () => 7)));
    }

    [Fact]
    public void AFaultMakesRoom()
    {
        var gate = new ByteGate(100);
        Assert.Throws<IOException>(() => gate.Run<int>(100, () => throw new IOException()));
        Assert.Equal(7, gate.Run(100, () => 7));
    }
}
