using static TorchSharp.torch;

namespace CycleGanPS.Core.Networks;

/// <summary>
/// The features of the images of one kind that a <see cref="BatchHead"/> judged last, without gradient. What an update brings is stored
/// once it is made.
/// </summary>
internal sealed class FeatureQueue : IDisposable
{
    /// <summary>Images whose features are kept, as in UVCGAN2.</summary>
    public const int Capacity = 3;

    private Tensor? _pending;

    /// <summary>At most <see cref="Capacity"/>×C×h×w, the oldest first; null before the first update.</summary>
    public Tensor? Features { get; private set; }

    /// <summary>Brings the features of an update's images, in place of those that were brought before and not stored.</summary>
    public void Offer(Tensor features)
    {
        using var scope = NewDisposeScope();
        var all = Features is null ? features.detach() : cat([Features, features.detach()]);
        var kept = Math.Min(all.shape[0], Capacity);
        _pending?.Dispose();
        _pending = Keep(all.narrow(0, all.shape[0] - kept, kept));
    }

    /// <summary>Stores what was brought.</summary>
    public void Commit()
    {
        if (_pending is not null)
        {
            Features?.Dispose();
            (Features, _pending) = (_pending, null);
        }
    }

    /// <summary>Puts the queue back as a checkpoint holds it.</summary>
    public void Restore(Tensor? features)
    {
        Dispose();
        Features = features is null ? null : Keep(features);
    }

    public void Dispose()
    {
        _pending?.Dispose();
        Features?.Dispose();
        (Features, _pending) = (null, null);
    }

    // It outlives every dispose scope, so it belongs to none.
    private static Tensor Keep(Tensor features) => features.clone().DetachFromDisposeScope();
}
