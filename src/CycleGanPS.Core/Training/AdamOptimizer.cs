using TorchSharp;
using TorchSharp.Modules;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>
/// Adam (Kingma and Ba 2015, arXiv:1412.6980, algorithm 1), in the order of operations of PyTorch's own, so that the
/// two agree to rounding. Its moments are plain named tensors, which a checkpoint holds like any other weights.
/// </summary>
internal sealed class AdamOptimizer : IDisposable
{
    private const double Epsilon = 1e-8;

    private readonly List<(string Name, Parameter Parameter, Tensor Average, Tensor AverageOfSquares)> _slots = [];
    private readonly double _beta1;
    private readonly double _beta2;

    /// <param name="parameters">What to optimise, with the names under which a checkpoint keeps the moments.</param>
    /// <param name="beta1">Decay of the first moment.</param>
    /// <param name="beta2">Decay of the second moment.</param>
    public AdamOptimizer(IEnumerable<(string Name, Parameter Parameter)> parameters, double beta1, double beta2)
    {
        (_beta1, _beta2) = (beta1, beta2);
        foreach (var (name, parameter) in parameters)
        {
            _slots.Add((name, parameter, zeros_like(parameter).DetachFromDisposeScope(), zeros_like(parameter).DetachFromDisposeScope()));
        }
    }

    /// <summary>Updates done so far.</summary>
    public long Steps { get; set; }

    /// <summary>The first and second moments by parameter name, for a checkpoint to write or to overwrite.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Moments => _slots.SelectMany(slot => new KeyValuePair<string, Tensor>[]
    {
        new($"{slot.Name}.exp_avg", slot.Average),
        new($"{slot.Name}.exp_avg_sq", slot.AverageOfSquares),
    });

    /// <summary>The gradients that stand in the parameters, as handles of the dispose scope around the call.</summary>
    public IEnumerable<Tensor> Gradients => _slots.Select(slot => slot.Parameter.grad).OfType<Tensor>();

    /// <summary>Forgets the gradients of the step before.</summary>
    public void ZeroGradients()
    {
        foreach (var slot in _slots)
        {
            slot.Parameter.grad = null;
        }
    }

    /// <summary>What does the updates, where it is not to be what suits the device best; all agree to rounding.</summary>
    internal AdamKernel? Kernel { get; init; }

    /// <summary>One update with the gradients that stand in the parameters.</summary>
    public void Step(double learningRate)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        Steps++;
        // The kernels take gradients as they lie in memory.
        var slots = _slots.Select(slot => (Slot: slot, Gradient: slot.Parameter.grad?.contiguous()!)).Where(entry => entry.Gradient is not null).ToArray();
        if (slots.Length == 0)
        {
            return;
        }

        var device = slots[0].Slot.Parameter.device;
        switch (Kernel ?? KernelFor(device))
        {
            case AdamKernel.Processor:
                ProcessorAdam.Step(
                    [.. slots.Select(entry => ((Tensor)entry.Slot.Parameter, entry.Gradient, entry.Slot.Average, entry.Slot.AverageOfSquares))],
                    new(
                        (float)(1 - _beta1), (float)_beta2, (float)(1 - _beta2), (float)(learningRate / (1 - Math.Pow(_beta1, Steps))),
                        (float)Math.Sqrt(1 - Math.Pow(_beta2, Steps)), (float)Epsilon));
                return;
            case AdamKernel.Fused:
                using (var count = ((double)Steps).ToScalar())
                {
                    var steps = full([], count, ScalarType.Float32, device);
                    FusedAdam.Step(
                        [.. slots.Select(entry => entry.Slot.Parameter)],
                        [.. slots.Select(entry => entry.Gradient)],
                        [.. slots.Select(entry => entry.Slot.Average)],
                        [.. slots.Select(entry => entry.Slot.AverageOfSquares)],
                        [.. slots.Select(_ => steps)],
                        learningRate,
                        _beta1,
                        _beta2,
                        Epsilon);
                }

                return;
        }

        using var step = (-learningRate / (1 - Math.Pow(_beta1, Steps))).ToScalar();
        using var secondCorrection = Math.Sqrt(1 - Math.Pow(_beta2, Steps)).ToScalar();
        foreach (var ((_, parameter, average, averageOfSquares), gradient) in slots)
        {
            average.mul_(Held(_beta1)).add_(gradient, alpha: Held(1 - _beta1));
            averageOfSquares.mul_(Held(_beta2)).addcmul_(gradient, gradient, value: Held(1 - _beta2));
            var denominator = averageOfSquares.sqrt().div_(secondCorrection).add_(Held(Epsilon), Held(1));
            parameter.addcdiv_(average, denominator, value: step);
            denominator.Dispose();
        }
    }

    private static AdamKernel KernelFor(Device device) => device.type switch
    {
        DeviceType.CPU => AdamKernel.Processor,
        DeviceType.CUDA => AdamKernel.Fused,
        _ => AdamKernel.Single,
    };

    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Average.Dispose();
            slot.AverageOfSquares.Dispose();
        }
    }
}

/// <summary>What does an update of Adam.</summary>
internal enum AdamKernel
{
    /// <summary>An operation of libtorch's after another.</summary>
    Single,

    /// <summary><see cref="FusedAdam"/>.</summary>
    Fused,

    /// <summary><see cref="ProcessorAdam"/>.</summary>
    Processor,
}
