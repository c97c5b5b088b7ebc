using System.Security.Cryptography;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Tests.Networks.Convolutions;
using CycleGanPS.Core.Training;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Tests.Training;

/// <summary>A step that is ended in its middle leaves no trace: taken again, it gives the bytes that it would have given.</summary>
public sealed class StoppedStepTests
{
    // The residual blocks have four times as many channels, a multiple of 32: their backward pass is ours, and can be ended.
    private static readonly TrainingOptions Options = new() { ImageSize = 16, Filters = 8, ResidualBlocks = 2, PoolSize = 2, CriticSteps = 2 };

    [VectorTheory]
    [InlineData(AdversarialLossKind.LeastSquares, "the generators' forward pass")]
    [InlineData(AdversarialLossKind.LeastSquares, "the generators' backward pass")]
    [InlineData(AdversarialLossKind.LeastSquares, "the discriminators' passes")]
    [InlineData(AdversarialLossKind.WassersteinGp, "the discriminators' passes")]
    [InlineData(AdversarialLossKind.WassersteinGp, "the generators' forward pass")]
    [InlineData(AdversarialLossKind.WassersteinGp, "the generators' backward pass")]
    public void LeavesNoTrace(AdversarialLossKind kind, string place)
    {
        var options = Options.WithObjective(kind) with { CriticSteps = 2 };
        // All that a step changes beside weights, moments and pools.
        options = options with
        {
            AverageGenerators = true,
            AverageDecay = 0.9,
            SpectralNorm = true,
            DiffAugment = true,
            BatchHead = kind != AdversarialLossKind.WassersteinGp,
            ZeroGradientPenalty = kind == AdversarialLossKind.WassersteinGp ? 0 : 0.04,
        };
        Assert.Equal(Run(options, null), Run(options, place));
    }

    // After the backward pass the count tells nothing: TorchSharp counts the handles of gradients that are not there for ever.
    [Fact]
    public void LeavesNoTensorBehind()
    {
        const string place = "the generators' forward pass";
        var threads = get_num_threads();
        // Or the other direction, on a thread of its own, may be in its backward pass by then.
        set_num_threads(1);
        try
        {
            using var state = new TrainingState(Options, 1, CPU);
            for (var number = 0; number < 2; number++)
            {
                EndStep(state, Options, place);
            }

            // What was kept for a way back that is not gone is the collector's.
            var before = LiveTensors.Count();
            EndStep(state, Options, place);

            Assert.Equal(before, LiveTensors.Count());
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    /// <summary>Wherever a training is stopped, time and again, it ends with the same bytes.</summary>
    [Theory]
    [InlineData(AdversarialLossKind.LeastSquares)]
    [InlineData(AdversarialLossKind.WassersteinGp)]
    public void ATrainingStoppedAnywhereGoesOnBitForBit(AdversarialLossKind kind)
    {
        using var tiny = new TinyRun();
        var options = (tiny.Options with { Filters = 8 }).WithObjective(kind) with { CriticSteps = 2, LearningRate = 2e-4 };
        var whole = tiny.Folder("whole");
        TinyRun.Train(options, whole, StartMode.New);

        var stopped = tiny.Folder("stopped");
        TinyRun.Train(options, stopped, StartMode.New, 1);
        foreach (var milliseconds in Enumerable.Range(0, 8).Select(index => 5 * index))
        {
            using var stop = new CancellationTokenSource(milliseconds);
            foreach (var _ in new Trainer(TrainingPlan.Create(options), stopped).Run(StartMode.Resume, stop.Token))
            {
            }
        }

        TinyRun.Train(options, stopped, StartMode.Resume);
        Assert.Equal(TinyRun.Results(whole), TinyRun.Results(stopped));
    }

    private static string Run(TrainingOptions options, string? place)
    {
        using var state = new TrainingState(options, 1, CPU);
        // Past the pools' capacity.
        for (var step = 0; step < 3; step++)
        {
            Step(state, options, CancellationToken.None);
        }

        if (place is not null)
        {
            EndStep(state, options, place);
        }

        Step(state, options, CancellationToken.None);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var tensors = state.Networks.Saved.SelectMany(entry => entry.Network.state_dict().Values).Concat(state.PoolA.Images).Concat(state.PoolB.Images)
            .Concat(state.Networks.Queues.Select(entry => entry.Queue.Features).OfType<Tensor>());
        foreach (var tensor in tensors)
        {
            hash.AppendData(tensor.bytes);
        }

        ulong[] random = [.. state.PenaltyRandom.State, .. state.PoolA.Random.State, .. state.PoolB.Random.State];
        return $"{Convert.ToHexString(hash.GetCurrentHash())} {string.Join(' ', random)}";
    }

    // Ends a step while a layer of one of the networks is at work.
    private static void EndStep(TrainingState state, TrainingOptions options, string place)
    {
        using var stop = new CancellationTokenSource();
        var networks = state.Networks;
        // What judges, if anything does, and a layer of it.
        var (judge, layer) = place switch
        {
            "the generators' forward pass" => ((PatchDiscriminator?)null, networks.GeneratorAB.LayersInOrder[^1]),
            // A head judges several kinds of images in a call of its own.
            "the discriminators' passes" when options.BatchHead => (networks.DiscriminatorB, networks.DiscriminatorB.modules().OfType<GroupNorm>().First()),
            "the discriminators' passes" => (networks.DiscriminatorB, networks.DiscriminatorB),
            // They judge the fakes between the two passes.
            _ => (networks.DiscriminatorA, (Module<Tensor, Tensor>)networks.DiscriminatorA),
        };
        var hook = layer.register_forward_hook((_, _, output) =>
        {
            // The discriminators learn only in passes of their own.
            if (judge is null || judge.OutputBias.requires_grad == (place == "the discriminators' passes"))
            {
                stop.Cancel();
            }

            return output;
        });
        using var before = new StepBefore(state, options);
        Assert.Throws<OperationCanceledException>(() => Step(state, options, stop.Token));
        before.Restore();
        hook.remove();
    }

    private static void Step(TrainingState state, TrainingOptions options, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var images = options.ImagesPerStep;
        var (realA, realB) = (linspace(-1, 1, images * 3 * 16 * 16), linspace(1, -0.5, images * 3 * 16 * 16));
        var step = new CycleGanStep(state.Networks, options, state.PoolA, state.PoolB, state.DrawCoefficients);
        step.Run(realA.reshape(images, 3, 16, 16), realB.reshape(images, 3, 16, 16), new(2e-4, 2e-4), cancellation: cancellation).Dispose();
    }
}
