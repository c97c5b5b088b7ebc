using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Comparison;

/// <summary>
/// Measures runs against each other: sends the same test pictures through the generator of each, and holds the results
/// against the real pictures of the other domain. All pictures, real ones too, are measured as the middle square at one
/// size, the smallest that a run was trained at: otherwise sharper real pictures would count against every run.
/// </summary>
internal sealed class RunComparer(ComparisonOptions options, CancellationToken cancellation = default)
{
    /// <summary>Told what the user should know, one sentence each.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Told why there are no Inception weights, where none were named: what needs them is left empty.</summary>
    public Action<CycleGanException>? WithoutWeights { get; init; }

    /// <summary>Told of each run that cannot be measured; the others go on. Without it the first one ends the comparison.</summary>
    public Action<ComparedRun, CycleGanException>? Unusable { get; init; }

    /// <summary>Told of each test picture that cannot be read or translated; the others go on. Without it the first one ends the comparison.</summary>
    public Action<CycleGanException>? Unreadable { get; init; }

    /// <summary>Told what is being done, and how much of the whole is, 0 to 1.</summary>
    public Action<string, double>? Progress { get; init; }

    /// <summary>Compares runs with the first of them.</summary>
    /// <exception cref="CycleGanException">There is no run to measure, or the test pictures or weights will not do.</exception>
    public ComparisonResult Compare(IReadOnlyList<ComparedRun> runs)
    {
        NativeLibraries.EnsureLoadable();
        var usable = runs.Where(HasModel).ToList();
        if (usable.Count == 0)
        {
            throw new CycleGanException(FaultKind.PathNotFound, "There is no run to compare: none of those named has a model.");
        }

        var all = TestPictures.Find(usable, options, Warn);
        var weights = FindWeights();
        CheckCount(all);
        var (readable, truths) = all.Readable(options.Paired ? all.Truths() : null, Unreadable, cancellation);
        WarnOf(usable);
        WarnOf(readable, weights);
        var folder = Directory.CreateTempSubdirectory("cyclegan-compare-").FullName;
        try
        {
            // A run is three parts, or two without weights; the first part of all of them comes first.
            var translating = weights is null ? 1.0 / 2 : 1.0 / 3;
            var translations = new TestTranslations(options, readable, folder, cancellation)
            {
                Progress = (what, runs) => Progress?.Invoke(what, translating * runs / usable.Count),
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
            using var bench = new ComparisonBench(options, pictures, truths, weights, folder, MeasuredSize(translated), cancellation)
            {
                RunCount = translated.Count, Progress = (what, share) => Progress?.Invoke(what, translating + ((1 - translating) * share)),
            };
            return Sum(bench, translated, [.. translated.Select(run => bench.Measure(run, translations.Of(run)))], pictures, weights);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private ComparisonResult Sum(
        ComparisonBench bench, List<ComparedRun> runs, List<MeasuredRun> measured, TestPictures pictures, FidWeights? weights)
    {
        var groups = TechniqueGroups.Of(runs);
        var rows = runs
            .Select((run, index) => Row(run, groups.Name(index), run.SharesData(runs[0]), pictures, weights, bench.Size)).ToList();
        for (var index = 0; index < rows.Count; index++)
        {
            foreach (var measure in Measures.All)
            {
                measure.Fill(rows[index], measured[index], measured[0]);
            }
        }

        return new ComparisonResult
        {
            Runs = runs,
            Rows = rows,
            Techniques = TechniqueSummaries.Of(groups, rows, bench.Differences(groups)),
            Photos = bench.Photos(),
            Direction = options.Direction,
            BootstrapDraws = options.BootstrapDraws,
        };
    }

    // All but the measures, which are filled in from their list.
    private static RunComparison Row(ComparedRun run, string technique, bool sharesData, TestPictures pictures, FidWeights? weights, int size)
    {
        var record = run.Record;
        return new RunComparison
        {
            Run = run.Folder.Name,
            Technique = technique,
            Seed = record.Seed,
            Status = record.Status,
            Swd = 0,
            DeltaSwd = 0,
            TrainingSeconds = record.Seconds,
            PreparationSeconds = record.PreparationSeconds,
            ImagesPerSecond = record.PaceWith(run.Options),
            Epochs = record.Epoch,
            Steps = record.Step,
            ImageSize = run.Options.ImageSize,
            SameData = sharesData,
            TestFrom = pictures.FromFolder,
            TestTo = pictures.ToFolder,
            FakeCount = pictures.From.Count,
            RealCount = pictures.To.Count,
            MeasuredSize = size,
            WeightsName = weights?.Name,
            WeightsSha256 = weights?.Sha256,
            Path = run.Folder.Path,
        };
    }

    private bool HasModel(ComparedRun run)
    {
        var model = run.Generator(options.Direction);
        var isOneWay = options.Direction == TranslationDirection.BA && run.Options.Cycle == CycleKind.Weak;
        if (File.Exists(model) && !isOneWay)
        {
            return true;
        }

        var (kind, why) = isOneWay
            ? (FaultKind.InvalidArgument, "was trained with a weak cycle, to translate from A to B alone,")
            : (FaultKind.PathNotFound, $"has no model {Path.GetFileName(model)} yet,");
        var fault = new CycleGanException(kind, $"The run {run.Folder.Name} {why} and is left out.", run.Folder.Path);
        (Unusable ?? throw fault).Invoke(run, fault);
        return false;
    }

    // A model that cannot be used is its run's fault; pictures and weights are everybody's.
    private bool Try(ComparedRun run, Action<ComparedRun> use)
    {
        try
        {
            use(run);
            return true;
        }
        catch (CycleGanException fault) when (Unusable is not null && fault.Kind is FaultKind.UnreadableModel or FaultKind.UnreadableArchive)
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
