using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Metrics.Algebra;
using CycleGanPS.Core.Metrics.Inception;
using CycleGanPS.Core.Models;

namespace CycleGanPS.Core.Metrics;

/// <summary>The Inception network of the original FID (see <see cref="InceptionBlocks"/>). Inference only.</summary>
internal sealed class InceptionV3 : IDisposable
{
    /// <summary>Numbers of the feature of a picture.</summary>
    public const int FeatureCount = 2048;

    /// <summary>The side that the network was trained at.</summary>
    public const int Side = 299;

    /// <summary>Numbers of a picture as the network takes it.</summary>
    public const int PictureLength = 3 * Side * Side;

    // Maps of two pictures take some 30 MB.
    private const int MostRunning = 8;

    private InceptionNetwork? _network;

    private InceptionV3(InceptionNetwork network) => _network = network;

    /// <summary>How many batches to run side by side, each on one processor, which loses less to waiting than one batch on all of them.</summary>
    public static int Running => Math.Min(ProcessorThreads.Default, MostRunning);

    /// <summary>Reads a weights file in torchvision's key names: a PyTorch archive of either format, or safetensors.</summary>
    /// <exception cref="CycleGanException">The file cannot be read, lacks a key, or has one of another shape.</exception>
    public static InceptionV3 Load(string path) => Create(StoredNumbers.ReadFile(path), path);

    /// <summary>Builds the network from weights.</summary>
    /// <param name="name">What to call them in an error message.</param>
    internal static InceptionV3 Create(IReadOnlyDictionary<string, StoredNumbers> weights, string name) =>
        new(InceptionBlocks.Of(new InceptionWeights(weights, name)));

    /// <summary>Features of pictures that <see cref="InceptionInput"/> has made ready; may be called on several threads at once.</summary>
    /// <param name="pictures">3×299×299 each.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>N×2048.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public Matrix Features(IReadOnlyList<float[]> pictures, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_network is null, this);
        var features = new Matrix(pictures.Count, FeatureCount);
        _network.Run(pictures, features.Values, cancellation);
        return features;
    }

    public void Dispose()
    {
        _network = null;

        // Some hundred megabytes that would else stay for what comes after.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
