using CycleGanPS.Core.Machine;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Networks.Convolutions;

/// <summary>The two directions of <see cref="ConvolutionFunction"/>.</summary>
internal static class UnitPasses
{
    /// <summary>What units make of N×C×H×W.</summary>
    /// <param name="input">N×C×H×W.</param>
    /// <param name="units">The units.</param>
    /// <param name="kept">Takes what the way back needs; null where there is none.</param>
    /// <param name="cancellation">Ends the work between two units.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static Tensor Forward(Tensor input, IReadOnlyList<Unit> units, KeptMaps? kept, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var first = input.contiguous();
        var current = first;
        Tensor? beginning = null;
        for (var index = 0; index < units.Count; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            var unit = units[index];
            beginning = unit.BeginsBlock ? current : beginning;
            var convolved = unit.Weight is { } weight ? FastConvolution.Forward(current, weight, unit.Bias, unit.Shape) : current;
            var next = convolved;
            if (unit.IsNormalized)
            {
                // In place where nobody else has the map.
                next = kept is null && unit.Weight is not null ? convolved : empty_like(convolved);
                var moments = InstanceNormalization.Forward(
                    new Maps(convolved), unit.Slope, unit.EndsBlock ? new Maps(beginning!) : null, new Maps(next));
                kept?.Keep(index, convolved, moments);
            }
            else if (unit.IsActivated)
            {
                BareActivation.Forward(new Maps(convolved), unit.Slope);
            }

            if (kept is not null && index + 1 < units.Count)
            {
                kept.Inputs[index + 1] = next.DetachFromDisposeScope();
            }
            else if (kept is null)
            {
                // For the sake of large pictures.
                Drop(current, but: [first, beginning]);
                Drop(unit.EndsBlock ? beginning : null, but: [first]);
            }

            (current, beginning) = (next, unit.EndsBlock ? null : beginning);
        }

        return current.MoveToOuterDisposeScope();
    }

    /// <summary>The gradients of the input, weights and biases that have any.</summary>
    /// <param name="input">The input of the forward pass.</param>
    /// <param name="weights">The weights of all convolutions.</param>
    /// <param name="kept">What was kept; let go of on the way.</param>
    /// <param name="outputGradient">The gradient of the output.</param>
    /// <param name="gradients">Takes the gradients, apart from all dispose scopes, in the order of the function's arguments.</param>
    public static void Backward(Tensor input, IReadOnlyList<Tensor> weights, KeptMaps kept, Tensor outputGradient, List<Tensor> gradients)
    {
        var current = outputGradient.contiguous();
        Tensor? ofBlock = null;
        var (weight, place) = (weights.Count, gradients.Count);
        for (var index = kept.Units.Count - 1; index >= 0; index--)
        {
            Machine.Backward.ThrowIfEnded();
            var unit = kept.Units[index];
            ofBlock = unit.EndsBlock ? current : ofBlock;
            var unitInput = index == 0 ? input.contiguous() : kept.Inputs[index]!;
            if (kept.Moments[index] is { } moments)
            {
                var normalized = kept.Convolved[index] ?? unitInput;
                var next = empty_like(normalized);
                InstanceNormalization.Backward(new Maps(normalized), moments, unit.Slope, new Maps(current), new Maps(next));
                Drop(current, but: [ofBlock]);
                current = next;
            }

            if (unit.Weight is not null)
            {
                var own = weights[--weight];
                place -= unit.Bias is null ? 1 : 2;
                if (unit.Bias is { requires_grad: true })
                {
                    gradients[place + 1] = Maps.SumsOfChannels(current).DetachFromDisposeScope();
                }

                var (next, ofWeight) = FastConvolution.Backward(
                    unitInput, current, own, unit.Shape, ofInput: index > 0 || input.requires_grad, own.requires_grad);
                gradients[place] = ofWeight?.DetachFromDisposeScope()!;
                if (next is null)
                {
                    return;
                }

                Drop(current, but: [ofBlock]);
                current = next;
            }

            if (unit.BeginsBlock)
            {
                current.add_(ofBlock!, alpha: Held(1));
                Drop(ofBlock);
                ofBlock = null;
            }

            if (index > 0 && kept.Units[index - 1] is { IsNormalized: false, IsActivated: true, Slope: var slope })
            {
                BareActivation.Backward(new Maps(unitInput), slope, new Maps(current));
            }

            kept.Release(index);
        }

        gradients[place - 1] = current.DetachFromDisposeScope();
    }

    private static void Drop(Tensor? map, params ReadOnlySpan<Tensor?> but)
    {
        foreach (var other in but)
        {
            if (ReferenceEquals(map, other))
            {
                return;
            }
        }

        map?.Dispose();
    }
}
