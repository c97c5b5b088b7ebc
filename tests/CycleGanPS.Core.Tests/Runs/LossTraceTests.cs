using CycleGanPS.Core.Runs;
using Xunit;

namespace CycleGanPS.Core.Tests.Runs;

public sealed class LossTraceTests
{
    [Fact]
    public void ALongRunTakesNoMoreRoomThanAPictureNeeds()
    {
        var trace = new LossTrace();
        for (var step = 1; step <= 100_000; step++)
        {
            trace.Add(LossColumn.Change(SampleLosses.At(step), ("Generator", step)));
        }

        Assert.InRange(trace.Records.Count, LossTrace.Most / 2, LossTrace.Most + 1);
        Assert.Equal(100_000, trace.Last!.Step);
        Assert.Equal(100, trace.Recent.Count);
        Assert.Equal(1, trace.SecondsPerStep());
        // Each point is the mean of as many neighbours, so that a straight line stays one.
        Assert.All(trace.Records, record => Assert.InRange(Math.Abs(record.Generator - record.Step), 0, 1));
        Assert.Equal(0.25, trace.Records[5].Discriminator, 12);
    }

    [Fact]
    public void AFewRecordsAreKeptAsTheyAre()
    {
        var trace = new LossTrace();
        LossRecord[] records = [SampleLosses.At(1), SampleLosses.At(2), LossColumn.Change(SampleLosses.At(3), ("Generator", double.NaN))];
        Array.ForEach(records, trace.Add);
        Assert.Equal(records, trace.Records);
    }

    [Fact]
    public void WhatIsNotFiniteIsLeftOutOfAMean()
    {
        var trace = new LossTrace();
        for (var step = 1; step <= LossTrace.Most; step++)
        {
            trace.Add(LossColumn.Change(SampleLosses.At(step), ("Generator", step % 2 == 0 ? 3 : double.NaN)));
        }

        Assert.All(trace.Records, record => Assert.Equal(3, record.Generator));
    }

    [Fact]
    public void APaceTakesTwoRecords()
    {
        var trace = new LossTrace();
        Assert.Null(trace.SecondsPerStep());
        trace.Add(SampleLosses.At(10));
        Assert.Null(trace.SecondsPerStep());
        trace.Add(LossColumn.Change(SampleLosses.At(20), ("Seconds", 15)));
        Assert.Equal(0.5, trace.SecondsPerStep());
    }
}
