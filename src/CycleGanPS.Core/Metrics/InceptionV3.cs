using System.Numerics.Tensors;
using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Metrics.Algebra;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.Onnx;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace CycleGanPS.Core.Metrics;

/// <summary>The Inception network of the original FID (see <see cref="InceptionGraph"/>), run by ONNX Runtime. Inference only.</summary>
internal sealed class InceptionV3 : IDisposable
{
    /// <summary>Numbers of the feature of a picture.</summary>
    public const int FeatureCount = 2048;

    /// <summary>The side that the network was trained at.</summary>
    public const int Side = 299;

    /// <summary>Numbers of a picture as the network takes it.</summary>
    public const int PictureLength = 3 * Side * Side;

    private const string Input = "pictures", Output = "features";

    // About 200 MB each.
    private const int MostRunning = 8;

    private readonly InferenceSession _session;

    private InceptionV3(InferenceSession session) => _session = session;

    /// <summary>How many batches to run side by side, each on one processor, which loses less to waiting than one batch on all of them.</summary>
    public static int Running => Math.Min(ProcessorThreads.Default, MostRunning);

    /// <summary>Reads a weights file in torchvision's key names: a PyTorch archive of either format, or safetensors.</summary>
    /// <exception cref="CycleGanException">The file cannot be read, lacks a key, or has one of another shape.</exception>
    public static InceptionV3 Load(string path) => Create(StoredNumbers.ReadFile(path), path);

    /// <summary>Builds the network from weights.</summary>
    /// <param name="name">What to call them in an error message.</param>
    internal static InceptionV3 Create(IReadOnlyDictionary<string, StoredNumbers> weights, string name)
    {
        var model = OnnxParts.Model(InceptionGraph.Of(new InceptionWeights(weights, name), Input, Output)).ToByteArray();

        // Batches side by side share the threads; where processors are left over they help with any of them.
        return new(OnnxSessions.Guard(
            name, "Inception weights", () => OnnxSessions.Open(model, ProcessorThreads.Default - Running + 1)));
    }

    /// <summary>Features of pictures that <see cref="InceptionInput"/> has made ready; may be called on several threads at once.</summary>
    /// <param name="pictures">N×3×299×299.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>N×2048.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public Matrix Features(float[] pictures, CancellationToken cancellation = default)
    {
        var count = pictures.Length / PictureLength;
        using var input = OrtValue.CreateTensorValueFromMemory(pictures, [count, 3, Side, Side]);
        using var run = new RunOptions();
        using var stop = cancellation.Register(() => run.Terminate = true);
        try
        {
            using var results = _session.Run(run, [Input], [input], [Output]);
            var features = new Matrix(count, FeatureCount);
            TensorPrimitives.ConvertTruncating(results[0].GetTensorDataAsSpan<float>(), features.Values.AsSpan());
            return features;
        }
        catch (OnnxRuntimeException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        // Weights and pictures went through arrays of some 400 MB, which a session would keep for what comes after; found, 580 MB against 200.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
