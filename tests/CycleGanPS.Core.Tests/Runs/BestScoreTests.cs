using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using Xunit;

namespace CycleGanPS.Core.Tests.Runs;

public sealed class BestScoreTests
{
    [Fact]
    public void ItIsTheLastThatIsMarked()
    {
        Assert.Null(BestScore.Of([], EvaluationMeasure.Swd));
        Assert.Null(BestScore.Of([Score(1, false, kid: 1)], EvaluationMeasure.Swd));
        var best = BestScore.Of([Score(1, true, kid: 0.3), Score(2, true, kid: 0.2), Score(3, false, kid: 0.25)], EvaluationMeasure.Swd)!;
        Assert.Equal((2, "Kid", 0.2), (best.Score.Epoch, best.Measure.Name, best.Value));
    }

    [Fact]
    public void ItsMeasureIsTheOneThatTheMarksFollow()
    {
        ScoreRecord[] byFid = [Score(1, true, kid: 0.3, fid: 50), Score(2, false, kid: 0.2, fid: 60), Score(3, true, kid: 0.25, fid: 40)];
        Assert.Equal(("Fid", 40.0), (BestScore.Of(byFid, EvaluationMeasure.Swd)!.Measure.Name, BestScore.Of(byFid, EvaluationMeasure.Swd)!.Value));
        ScoreRecord[] bySwd = [Score(1, true, swd: 50), Score(2, true, swd: 40)];
        Assert.Equal("Swd", BestScore.Of(bySwd, EvaluationMeasure.Swd)!.Measure.Name);
        // Where all agree, the run's own.
        ScoreRecord[] first = [Score(1, true, kid: 0.3, fid: 50, swd: 40)];
        Assert.Equal("Fid", BestScore.Of(first, EvaluationMeasure.Fid)!.Measure.Name);
        // By one that is no number nothing is best.
        ScoreRecord[] afterNothing = [Score(1, false, kid: double.NaN), Score(2, true, kid: 0.5)];
        Assert.Equal(0.5, BestScore.Of(afterNothing, EvaluationMeasure.Swd)!.Value);
    }

    private static ScoreRecord Score(int epoch, bool isBest, double? kid = null, double? fid = null, double? swd = null) => new()
    {
        Epoch = epoch, Step = epoch, IsBest = isBest, Kid = kid, Fid = fid, Swd = swd, Images = 10, EvaluationSeconds = 1,
    };
}
