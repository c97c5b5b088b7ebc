using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Machine;

/// <summary>
/// Backward passes. What a function of ours throws in one cannot pass through libtorch, and TorchSharp drops it: the gradients would be
/// missing, and training would go on wrong in silence. So such a function leaves its fault here, and the pass throws it at its end.
/// </summary>
internal static class Backward
{
    // libtorch runs the functions of a pass over a processor's tensors in the thread that asked for it.
    [ThreadStatic]
    private static ExceptionDispatchInfo? _fault;

    [ThreadStatic]
    private static List<Tensor>? _handedOver;

    [ThreadStatic]
    private static CancellationToken _cancellation;

    /// <summary>Adds the gradients of a scalar to the leaves that it depends on.</summary>
    /// <param name="loss">The scalar.</param>
    /// <param name="cancellation">Ends the pass at the next function of ours, with some of the gradients missing.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static void Run(Tensor loss, CancellationToken cancellation = default)
    {
        Begin(cancellation);
#pragma warning disable RS0030 // The one place that may.
        loss.backward();
#pragma warning restore RS0030
        End();
        _fault?.Throw();
    }

    /// <summary>To be called after the passes of a step, or of a few small ones.</summary>
    public static void Collect() =>
        // Nodes of the graph leave small native blocks to the collector, between large ones that then cannot be used again: without
        // this, memory grew by some 40 MB a step until a collection that nothing else called for. The youngest generation has them.
        GC.Collect(0, GCCollectionMode.Forced, blocking: true);

    /// <summary>The gradient of a scalar for one tensor, itself with a gradient.</summary>
    public static Tensor Gradient(Tensor scalar, Tensor of)
    {
        Begin(CancellationToken.None);
#pragma warning disable RS0030 // The one place that may.
        var gradient = autograd.grad([scalar], [of], retain_graph: true, create_graph: true)[0];
#pragma warning restore RS0030
        End();
        _fault?.Throw();
        return gradient;
    }

    /// <summary>
    /// Makes the gradients that a function returns. libtorch takes them after the function has returned, so they are let go of when
    /// the next is called; what <paramref name="compute"/> throws is kept for the end of the pass.
    /// </summary>
    /// <param name="count">Arguments of the function.</param>
    /// <param name="compute">Puts a gradient, apart from all dispose scopes, at the place of each argument that has one.</param>
    public static List<Tensor> HandOver(int count, Action<List<Tensor>> compute)
    {
        End();
        var gradients = Enumerable.Repeat<Tensor>(null!, count).ToList();
        try
        {
            ThrowIfEnded();
            if (is_grad_enabled())
            {
                throw new InvalidOperationException("A function's gradient has none itself: a pass that needs that one must be libtorch's own throughout.");
            }

            compute(gradients);
        }
        catch (Exception fault)
        {
            _fault ??= ExceptionDispatchInfo.Capture(fault);
        }

        return _handedOver = gradients;
    }

    /// <summary>For a function of ours that has much to do: where the pass was ended, it is not to go on.</summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static void ThrowIfEnded() =>
        // libtorch passes over what depends on gradients that are not there, so the rest of the pass takes no time.
        _cancellation.ThrowIfCancellationRequested();

    private static void Begin(CancellationToken cancellation) => (_fault, _cancellation) = (null, cancellation);

    private static void End()
    {
        _handedOver?.ForEach(gradient => gradient?.Dispose());
        _handedOver = null;
    }
}
