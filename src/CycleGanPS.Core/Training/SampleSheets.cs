using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Training;

/// <summary>The sample sheets of a run: the test photos as its generators translate them now and then.</summary>
internal sealed class SampleSheets(TrainingPlan plan, RunFolder run, TrainingState state)
{
    private SampleGrid? _grid;

    /// <summary>Writes the sheet of this step, if it has one.</summary>
    /// <returns>Its file, or null.</returns>
    public string? SaveIfDue()
    {
        var options = plan.Options;
        if (options.SampleInterval == 0 || state.Step % options.SampleInterval != 0)
        {
            return null;
        }

        _grid ??= SampleGrid.For(plan);
        var path = Path.Combine(run.Samples, $"{state.Step:D6}.png");
        _grid.Save(path, state.Networks.ResultAB, options.Cycle == CycleKind.Weak ? null : state.Networks.ResultBA);
        return path;
    }
}
