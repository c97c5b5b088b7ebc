using CycleGanPS.Core.Runs;
using Xunit;

namespace CycleGanPS.Core.Tests.Runs;

public sealed class BestScoreTests
{
    [Fact]
    public void ItIsTheLastThatIsMarked()
    {
        Assert.Null(BestScore.Of([]));
        Assert.Null(BestScore.Of([Score(1, false, kid: 1)]));
        var best = BestScore.Of([Score(1, true, kid: 0.3), Score(2, true, kid: 0.2), Score(3, false, kid: 0.25)])!;
        Assert.Equal((2, "Kid", 0.2), (best.Score.Epoch, best.Measure.Name, best.Value));
    }

    [Fact]
    public void ItsMeasureIsTheOneThatTheMarksFollow()
    {
        ScoreRecord[] byFid = [Score(1, true, kid: 0.3, fid: 50), Score(2, false, kid: 0.2, fid: 60), Score(3, true, kid: 0.25, fid: 40)];
        Assert.Equal(("Fid", 40.0), (BestScore.Of(byFid)!.Measure.Name, BestScore.Of(byFid)!.Value));
        ScoreRecord[] bySwd = [Score(1, true, swd: 50), Score(2, true, swd: 40)];
        Assert.Equal("Swd", BestScore.Of(bySwd)!.Measure.Name);
        // By one that is no number nothing is best.
        ScoreRecord[] afterNothing = [Score(1, false, kid: double.NaN), Score(2, true, kid: 0.5)];
        Assert.Equal(0.5, BestScore.Of(afterNothing)!.Value);
    }

    private static ScoreRecord Score(int epoch, bool isBest, double? kid = null, double? fid = null, double? swd = null) => new()
    {
        Epoch = epoch, Step = epoch, IsBest = isBest, Kid = kid, Fid = fid, Swd = swd, Images = 10, EvaluationSeconds = 1,
    };
}
