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

    /// <summary>The stored fakes, each 1×C×H×W, in the order of their places.</summary>
    public IReadOnlyList<Tensor> Images => _images;

    public RandomSource Random { get; private set; } = random;

    /// <summary>Exchanges a batch of fakes, N×C×H×W without gradient, for one of the same shape.</summary>
    public Tensor Exchange(Tensor fakes)
    {
        if (capacity == 0)
        {
            return fakes;
        }

        using var scope = NewDisposeScope();
        var handedBack = new List<Tensor>();
        foreach (var fake in fakes.split(1))
        {
            if (_images.Count < capacity)
            {
                _images.Add(Keep(fake));
                handedBack.Add(fake);
            }
            else if (Random.NextDouble() < 0.5)
            {
                var place = Random.NextInt(capacity);
                var stored = _images[place];
                _images[place] = Keep(fake);
                scope.Attach(stored);
                handedBack.Add(stored);
            }
            else
            {
                handedBack.Add(fake);
            }
        }

        return cat(handedBack).MoveToOuterDisposeScope();
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
        _images.ForEach(image => image.Dispose());
        _images.Clear();
    }

    // The pool outlives every dispose scope, so its images belong to none.
    private static Tensor Keep(Tensor image) => image.detach().clone().DetachFromDisposeScope();
}
