using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace CycleGanPS.Core.Metrics.Algebra;

/// <summary>
/// Eigenvalues of a symmetric matrix of three diagonals by the QL iteration without square roots (Reinsch 1973, "A stable, rational QL
/// algorithm", CACM 16, algorithm 464; <c>tqlrat</c> of EISPACK).
/// </summary>
internal static class TridiagonalEigenvalues
{
    private const double MachineEpsilon = 2.220446049250313e-16;
    private const int MostIterations = 60;

    /// <summary>The eigenvalues in no order.</summary>
    /// <param name="diagonal">The diagonal; used up.</param>
    /// <param name="beside">What stands beside it, of which the last number does not count; used up.</param>
    public static double[] Of(double[] diagonal, double[] beside)
    {
        var size = diagonal.Length;
        TensorPrimitives.Multiply(beside, beside, beside);
        beside[^1] = 0;
        var (shift, largest, small, negligible) = (0.0, 0.0, 0.0, 0.0);
        for (var first = 0; first < size; first++)
        {
            var height = Math.Abs(diagonal[first]) + Math.Sqrt(beside[first]);
            if (largest <= height)
            {
                largest = height;
                small = MachineEpsilon * largest;
                negligible = small * small;
            }

            var last = first;
            while (beside[last] > negligible)
            {
                last++;
            }

            for (var iteration = 0; last != first && iteration < MostIterations; iteration++)
            {
                shift += Shift(diagonal, beside[first], first);
                if (Iterate(diagonal, beside, first, last, small, negligible))
                {
                    break;
                }
            }

            diagonal[first] += shift;
        }

        return diagonal;
    }

    /// <summary>Moves all eigenvalues to come, so that the first is nearly zero; gives by how much.</summary>
    private static double Shift(double[] diagonal, double square, int first)
    {
        var (root, before) = (Math.Sqrt(square), diagonal[first]);
        var half = (diagonal[first + 1] - before) / (2 * root);
        diagonal[first] = root / (half + Math.CopySign(double.Hypot(half, 1), half));
        var shift = before - diagonal[first];
        var others = diagonal.AsSpan(first + 1);
        TensorPrimitives.Subtract(others, shift, others);
        return shift;
    }

    /// <returns>Whether the first is an eigenvalue now.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Iterate(double[] diagonal, double[] beside, int first, int last, double small, double negligible)
    {
        var value = diagonal[last] == 0 ? small : diagonal[last];
        var (height, ratio) = (value, 0.0);
        for (var index = last - 1; index >= first; index--)
        {
            var product = value * height;
            var sum = product + beside[index];
            beside[index + 1] = ratio * sum;
            ratio = beside[index] / sum;
            diagonal[index + 1] = height + (ratio * (height + diagonal[index]));
            value = diagonal[index] - (beside[index] / value);
            value = value == 0 ? small : value;
            height = value * product / sum;
        }

        beside[first] = ratio * value;
        diagonal[first] = height;

        // The test as it stands there, safe from numbers too small to be told from zero.
        if (height == 0 || Math.Abs(beside[first]) <= Math.Abs(negligible / height))
        {
            return true;
        }

        beside[first] *= height;
        return beside[first] == 0;
    }
}
