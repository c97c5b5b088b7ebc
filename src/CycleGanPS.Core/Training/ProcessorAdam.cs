using System.Numerics;
using CycleGanPS.Core.Networks.Convolutions;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>
/// Adam on a processor: one pass over all parameters, their gradients and moments, in parts that all threads share. In small networks most of what
/// libtorch's kernel takes are the calls around it.
/// </summary>
internal static unsafe class ProcessorAdam
{
    private const int FloatsAtOnce = 16384;

    /// <summary>One update.</summary>
    /// <param name="slots">Parameters, gradients, first and second moments: single precision, without gaps.</param>
    /// <param name="numbers">What is the same for all.</param>
    public static void Step(IReadOnlyList<(Tensor Parameter, Tensor Gradient, Tensor Average, Tensor AverageOfSquares)> slots, AdamNumbers numbers)
    {
        var parts = new List<Part>();
        foreach (var (parameter, gradient, average, averageOfSquares) in slots)
        {
            float* parameters = Maps.Pointer(parameter), gradients = Maps.Pointer(gradient);
            float* averages = Maps.Pointer(average), squares = Maps.Pointer(averageOfSquares);
            var count = parameter.numel();
            for (nint first = 0; first < count; first += FloatsAtOnce)
            {
                parts.Add(new(parameters + first, gradients + first, averages + first, squares + first, (int)Math.Min(FloatsAtOnce, count - first)));
            }
        }

        TensorThreads.For(parts.Count, (from, to) =>
        {
            for (var index = from; index < to; index++)
            {
                parts[index].Update(numbers);
            }
        });
        GC.KeepAlive(slots);
    }

    private readonly struct Part(float* parameters, float* gradients, float* averages, float* averagesOfSquares, int count)
    {
        private readonly float* _parameters = parameters;
        private readonly float* _gradients = gradients;
        private readonly float* _averages = averages;
        private readonly float* _averagesOfSquares = averagesOfSquares;

        public void Update(AdamNumbers numbers)
        {
            var index = 0;
            for (; index <= count - Vector<float>.Count; index += Vector<float>.Count)
            {
                var gradient = Vector.Load(_gradients + index);
                var average = Vector.Load(_averages + index);
                average += (gradient - average) * numbers.Share1;
                var square = (Vector.Load(_averagesOfSquares + index) * numbers.Beta2) + (gradient * gradient * numbers.Share2);
                var denominator = (Vector.SquareRoot(square) / numbers.SecondCorrection) + new Vector<float>(numbers.Epsilon);
                average.Store(_averages + index);
                square.Store(_averagesOfSquares + index);
                (Vector.Load(_parameters + index) - (average / denominator * numbers.Rate)).Store(_parameters + index);
            }

            for (; index < count; index++)
            {
                var gradient = _gradients[index];
                _averages[index] += (gradient - _averages[index]) * numbers.Share1;
                _averagesOfSquares[index] = (_averagesOfSquares[index] * numbers.Beta2) + (gradient * gradient * numbers.Share2);
                var denominator = (MathF.Sqrt(_averagesOfSquares[index]) / numbers.SecondCorrection) + numbers.Epsilon;
                _parameters[index] -= _averages[index] / denominator * numbers.Rate;
            }
        }
    }
}

/// <summary>What an update of Adam takes, the same for all parameters.</summary>
/// <param name="Share1">The gradient's share in the first moment: 1 less its decay.</param>
/// <param name="Beta2">Decay of the second moment.</param>
/// <param name="Share2">The share of the gradient's square in the second moment.</param>
/// <param name="Rate">The learning rate, over what the first moment lacks in the first updates.</param>
/// <param name="SecondCorrection">The root of what the second moment lacks.</param>
/// <param name="Epsilon">What keeps a division from being one by zero.</param>
internal readonly record struct AdamNumbers(float Share1, float Beta2, float Share2, float Rate, float SecondCorrection, float Epsilon);
