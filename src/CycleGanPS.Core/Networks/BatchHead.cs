using TorchSharp.Modules;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Networks;

/// <summary>
/// The batch head of UVCGAN2 (Torbunov et al. 2023, arXiv:2303.16280) in place of a discriminator's last convolution: features are
/// normalised over the images of now and those of its kind that came last, so that images which all look alike give themselves away; then
/// convolution 3×3, LeakyReLU and convolution 3×3 to the scores. Of each kind, real, fake and edge-smoothed, it has a queue. The slope of
/// 0.01 is that of the authors' code; statistics are always those of the images at hand, so there are none to keep.
/// </summary>
internal sealed class BatchHead : Module<Tensor, Tensor?, Tensor>
{
    // A field of its own would be a part of the state, under its own name.
    private readonly Module<Tensor, Tensor>[] _layers;

    public BatchHead(int width)
        : base(nameof(BatchHead))
    {
        _layers =
        [
            BatchNorm2d(width, track_running_stats: false),
            Layers.Conv(width, width, kernel: 3, padding: 1),
            new LeakyActivation(0.01),
            Layers.Conv(width, 1, kernel: 3, padding: 1),
        ];
        register_module("norm", _layers[0]);
        register_module("net", Layers.Numbered(_layers[1..]));
    }

    public FeatureQueue Real { get; } = new();

    public FeatureQueue Fake { get; } = new();

    public FeatureQueue Smoothed { get; } = new();

    /// <summary>The queues by the names that a checkpoint has for them.</summary>
    public IEnumerable<(string Name, FeatureQueue Queue)> Queues => [("real", Real), ("fake", Fake), ("smoothed", Smoothed)];

    /// <summary>What is added to every score alike.</summary>
    public Parameter OutputBias => ((Conv2d)_layers[^1]).bias!;

    /// <summary>The scores of features, N×C×h×w to N×1×h×w, among earlier ones of their kind.</summary>
    public override Tensor forward(Tensor features, Tensor? earlier)
    {
        using var scope = NewDisposeScope();
        var normalised = _layers[0].call(earlier is null ? features : cat([features, earlier]));
        return Layers.Chain(_layers[1..], normalised.narrow(0, 0, features.shape[0])).MoveToOuterDisposeScope();
    }

    /// <summary>The scores of features between real ones and fakes, among earlier ones that are mixed in the same way.</summary>
    /// <param name="features">N×C×h×w.</param>
    /// <param name="share">The share of what is real.</param>
    public Tensor Between(Tensor features, double share)
    {
        using var scope = NewDisposeScope();
        var mixed = (Real.Features, Fake.Features) is ({ } real, { } fake)
            ? real.mul(Held(share)).add(fake, alpha: Held(1 - share))
            : null;
        return call(features, mixed).MoveToOuterDisposeScope();
    }

    /// <summary>Stores the features that an update has brought.</summary>
    public void Commit()
    {
        foreach (var (_, queue) in Queues)
        {
            queue.Commit();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var (_, queue) in Queues)
            {
                queue.Dispose();
            }
        }

        base.Dispose(disposing);
    }
}
