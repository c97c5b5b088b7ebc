using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Comparison;

/// <summary>
/// Measures runs against each other: sends the same test pictures through the generator of each, and holds the results
/// against the real pictures of the other domain. All pictures, real ones too, are measured as the middle square at one
/// size, the smallest that a run was trained at: otherwise sharper real pictures would count against every run. What the
/// test pictures score as they are is measured along, since a run that does no better has learnt nothing.
/// </summary>
internal sealed class RunComparer(ComparisonOptions options, CancellationToken cancellation = default)
{
    /// <summary>Told what the user should know, one sentence each.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Told why there are no Inception weights, where none were named: what needs them is left empty.</summary>
    public Action<CycleGanException>? WithoutWeights { get; init; }

    /// <summary>Told why there are no training images, where none were named: the share that has crossed over is left empty.</summary>
    public Action<CycleGanException>? WithoutTraining { get; init; }

    /// <summary>Told of each run that cannot be measured; the others go on. Without it the first one ends the comparison.</summary>
    public Action<ComparedRun, CycleGanException>? Unusable { get; init; }

    /// <summary>Told of each picture that cannot be read or translated; the others go on. Without it the first one ends the comparison.</summary>
    public Action<CycleGanException>? Unreadable { get; init; }

    /// <summary>Told what is being done, and how much of the whole is, 0 to 1.</summary>
    public Action<string, double>? Progress { get; init; }

    /// <summary>Compares runs with the first of them.</summary>
    /// <exception cref="CycleGanException">There is no run to measure, or the test pictures or weights will not do.</exception>
    public ComparisonResult Compare(IReadOnlyList<ComparedRun> runs)
    {
        if (Path.IsPathRooted(options.Translated))
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"'{options.Translated}' is no folder within that of each run: translations of one folder are one run's.",
                options.Translated);
        }

        var usable = runs.Where(HasTranslations).ToList();
        if (usable.Count == 0)
        {
            var what = options.Translated is null ? "a model" : "translations";
            throw new CycleGanException(FaultKind.PathNotFound, $"There is no run to compare: none of those named has {what}.");
        }

        var all = TestPictures.Find(usable, options, Warn);
        var weights = FindWeights();
        TrainingPictures? training = null;
        if (weights is not null)
        {
            TryTraining(() => training = TrainingPictures.Find(usable, options));
        }

        CheckCount(all);
        var (readable, truths) = all.Readable(options.Paired ? all.Truths() : null, Unreadable, cancellation);
        WarnOf(usable);
        WarnOf(readable, weights);
        var folder = Directory.CreateTempSubdirectory("cyclegan-compare-").FullName;
        try
        {
            var passes = ComparisonBench.Passes(usable.Count + 1, readable, training, weights is not null, options.BootstrapDraws);
            var stages = new Stages(usable.Count + passes, Progress);
            stages.Begin(usable.Count);
            var translations = new TestTranslations(options, readable, folder, cancellation)
            {
                Progress = (what, runs) => stages.Tell(what, runs / usable.Count),
            };
            var translated = usable.Where(run => Try(run, translations.Add)).ToList();
            if (translated.Count == 0)
            {
                throw new CycleGanException(FaultKind.UnreadableModel, "None of the runs could be measured.");
            }

            foreach (var fault in translations.Faults)
            {
                (Unreadable ?? throw fault).Invoke(fault);
            }

            (var pictures, truths) = readable.At(translations.Places, truths);
            using var bench = new ComparisonBench(options, pictures, truths, weights, folder, MeasuredSize(translated), cancellation) { Stages = stages };
            if (training is not null)
            {
                TryTraining(() => bench.LearnDomains(training, Unreadable));
            }

            var measured = translated.Select(run => bench.Measure(run.Folder.Name, translations.Of(run))).ToList();
            var untouched = bench.Measure(TechniqueGroups.NoTranslation, pictures.From);
            return Sum(bench, translated, measured, untouched, pictures, weights);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private ComparisonResult Sum(
        ComparisonBench bench, List<ComparedRun> runs, List<MeasuredRun> measured, MeasuredRun untouched, TestPictures pictures, FidWeights? weights)
    {
        var groups = TechniqueGroups.Of(runs);
        RunComparison Row(ComparedRun? run, MeasuredRun of, string technique)
        {
            var row = RunComparison.Unmeasured(run, technique, run?.SharesData(runs[0]), pictures, weights, bench.Size);
            foreach (var measure in Measures.All)
            {
                measure.Fill(row, of, measured[0]);
            }

            return row;
        }

        var rows = runs.Select((run, index) => Row(run, measured[index], groups.Name(index))).ToList();
        var noTranslation = Row(null, untouched, TechniqueGroups.NoTranslation);
        return new ComparisonResult
        {
            Runs = runs,
            Rows = rows,
            NoTranslation = noTranslation,
            Techniques = TechniqueSummaries.Of(groups, [.. rows, noTranslation], bench.Differences(groups)),
            Photos = bench.Photos(measured),
            Direction = options.Direction,
            BootstrapDraws = options.BootstrapDraws,
        };
    }

    // Finished ones, or a model that makes them.
    private bool HasTranslations(ComparedRun run)
    {
        var model = run.Generator(options.Direction);
        var isOneWay = options.Direction == TranslationDirection.BA && run.Options.Cycle == CycleKind.Weak;
        var isThere = options.Translated is null ? File.Exists(model) : Directory.Exists(run.Translations(options.Translated));
        if (isThere && !isOneWay)
        {
            return true;
        }

        var (kind, why) = isOneWay
            ? (FaultKind.InvalidArgument, "was trained with a weak cycle, to translate from A to B alone,")
            : (FaultKind.PathNotFound, options.Translated is null ? $"has no model {Path.GetFileName(model)} yet," : $"has no folder {options.Translated},");
        var fault = new CycleGanException(kind, $"The run {run.Folder.Name} {why} and is left out.", run.Folder.Path);
        (Unusable ?? throw fault).Invoke(run, fault);
        return false;
    }

    // A model that cannot be used is its run's fault, and so is a folder without translations; pictures and weights are everybody's.
    private bool Try(ComparedRun run, Action<ComparedRun> use)
    {
        try
        {
            use(run);
            return true;
        }
        catch (CycleGanException fault)
            when (Unusable is not null && fault.Kind is FaultKind.UnreadableModel or FaultKind.UnreadableArchive or FaultKind.EmptyFolder)
        {
            Unusable!(run, fault);
            return false;
        }
    }

    private FidWeights? FindWeights()
    {
        try
        {
            return FidWeights.Find(options.Weights);
        }
        catch (CycleGanException fault) when (options.Weights is null)
        {
            WithoutWeights?.Invoke(fault);
            return null;
        }
    }

    // A folder that was named is the user's own to correct; one that a config tells of may long be gone.
    private void TryTraining(Action use)
    {
        try
        {
            use();
        }
        catch (CycleGanException fault) when (fault.Target is not string folder || (folder != options.TrainA && folder != options.TrainB))
        {
            WithoutTraining?.Invoke(fault);
        }
    }

    private int MeasuredSize(List<ComparedRun> runs)
    {
        var sizes = runs.Select(run => run.Options.ImageSize).Distinct().Order().ToList();
        if (sizes.Count > 1)
        {
            Warn?.Invoke($"The runs were trained at {string.Join(", ", sizes)} pixels; each translates at its own size, and all are measured at {sizes[0]}.");
        }

        return sizes[0];
    }

    private void WarnOf(List<ComparedRun> runs)
    {
        foreach (var run in runs.Where(run => run.Record.Status != RunStatus.Finished))
        {
            Warn?.Invoke(
                $"The run {run.Folder.Name} is not finished ({run.Record.Status}, epoch {run.Record.Epoch} of {run.Record.Epochs}); "
                    + "it is measured as it stands.");
        }

        foreach (var run in runs.Where(run => !run.SharesData(runs[0])))
        {
            Warn?.Invoke($"The run {run.Folder.Name} was trained on other images than {runs[0].Folder.Name}; the difference may be that of the data.");
        }
    }

    private void WarnOf(TestPictures pictures, FidWeights? weights)
    {
        var few = weights is null ? null : FidCautions.FewForAComparison(Math.Min(pictures.From.Count, pictures.To.Count));
        foreach (var sentence in ((string?[])[FidCautions.OtherWeights(weights), few]).OfType<string>())
        {
            Warn?.Invoke(sentence);
        }
    }

    private void CheckCount(TestPictures pictures)
    {
        var count = Math.Max(pictures.From.Count, pictures.To.Count);
        var most = options.BootstrapDraws > 0 ? FidMeter.MostForBootstrap : FeatureSet.MostFeatures;
        if (count > most)
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"A comparison takes at most {FidMeter.MostForBootstrap} test pictures a side, or {FeatureSet.MostFeatures} without a bootstrap, not {count}.",
                count) { Remedy = Remedy.LeaveOutBootstrap };
        }
    }
}
