using static TorchSharp.torch;

namespace CycleGanPS.Core.Data;

/// <summary>
/// A history of fakes for a discriminator (Shrivastava et al. 2017, arXiv:1612.07828). Until it is full an image is
/// stored and handed back; then with probability one half a random stored image is handed back and the new one takes
/// its place. Decided image by image, not batch by batch.
/// </summary>
internal sealed class ImagePool(int capacity, RandomSource random) : IDisposable
{
    private readonly List<Tensor> _images = [];

    // What an exchange will have changed.
    private readonly List<(int Place, Tensor Image)> _pending = [];
    private RandomSource? _randomAfter;

    /// <summary>The stored fakes, each 1×C×H×W, in the order of their places.</summary>
    public IReadOnlyList<Tensor> Images => _images;

    public RandomSource Random { get; private set; } = random;

    /// <summary>
    /// Exchanges a batch of fakes, N×C×H×W without gradient, for one of the same shape. The pool is as before until
    /// <see cref="Commit"/>, so that a step can be ended without a trace.
    /// </summary>
    public Tensor Exchange(Tensor fakes)
    {
        Forget();
        if (capacity == 0)
        {
            return fakes;
        }

        using var scope = NewDisposeScope();
        var after = RandomSource.FromState(Random.State);
        var images = _images.ToList();
        var handedBack = new List<Tensor>();
        foreach (var fake in fakes.split(1))
        {
            if (images.Count < capacity)
            {
                images.Add(Put(images.Count, fake));
                handedBack.Add(fake);
            }
            else if (after.NextDouble() < 0.5)
            {
                var place = after.NextInt(capacity);
                handedBack.Add(images[place]);
                images[place] = Put(place, fake);
            }
            else
            {
                handedBack.Add(fake);
            }
        }

        _randomAfter = after;
        return cat(handedBack).MoveToOuterDisposeScope();

        Tensor Put(int place, Tensor fake)
        {
            var kept = Keep(fake);
            _pending.Add((place, kept));
            return kept;
        }
    }

    /// <summary>Stores what the last exchange brought.</summary>
    public void Commit()
    {
        foreach (var (place, image) in _pending)
        {
            if (place == _images.Count)
            {
                _images.Add(image);
            }
            else
            {
                _images[place].Dispose();
                _images[place] = image;
            }
        }

        _pending.Clear();
        Random = _randomAfter ?? Random;
        _randomAfter = null;
    }

    /// <summary>Puts a pool back as a checkpoint holds it: fakes of 1×C×H×W in [−1, 1], in the order of their places.</summary>
    public void Restore(IEnumerable<Tensor> images, IReadOnlyList<ulong> randomState)
    {
        Dispose();
        _images.AddRange(images.Select(Keep));
        Random = RandomSource.FromState(randomState);
    }

    public void Dispose()
    {
        Forget();
        _images.ForEach(image => image.Dispose());
        _images.Clear();
    }

    private void Forget()
    {
        _pending.ForEach(entry => entry.Image.Dispose());
        _pending.Clear();
        _randomAfter = null;
    }

    // The pool outlives every dispose scope, so its images belong to none.
    private static Tensor Keep(Tensor image) => image.detach().clone().DetachFromDisposeScope();
}
