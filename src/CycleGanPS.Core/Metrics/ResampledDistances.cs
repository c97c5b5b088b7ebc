using System.Numerics.Tensors;
using CycleGanPS.Core.Metrics.Algebra;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// FID and KID between draws of real pictures and draws of fakes. All that a draw needs of two sets of features are the products of
/// their rows: those of centred rows follow from them, and a picture that is drawn k times counts as one of √k times its length.
/// </summary>
internal sealed class ResampledDistances
{
    private readonly ResampledFeatures _fake;
    private readonly Matrix _products;
    private readonly int _dimension;

    /// <param name="real">The real side.</param>
    /// <param name="fake">N×D features of the fakes; not copied.</param>
    public ResampledDistances(ResampledFeatures real, Matrix fake)
    {
        _fake = new ResampledFeatures(fake);
        _products = MatrixProduct.Of(real.Rows.View, fake.Transposed);
        _dimension = fake.Columns;
    }

    /// <summary>The Fréchet distance of two draws.</summary>
    /// <param name="real">A draw of the real side.</param>
    /// <param name="fakeTimes">How often each fake counts.</param>
    public double Fid(DrawnFeatures real, double[] fakeTimes)
    {
        var fake = _fake.Draw(fakeTimes);
        var distance = TensorPrimitives.Distance<double>(real.Mean, fake.Mean);
        return FrechetDistance.Sum(distance * distance, real.Trace, fake.Trace, Centred(real, fake));
    }

    /// <summary>The kernel distance of two draws.</summary>
    /// <inheritdoc cref="Fid" path="/param"/>
    public double Kid(DrawnFeatures real, double[] fakeTimes)
    {
        var fake = _fake.Draw(fakeTimes);
        var across = 0.0;
        foreach (var row in real.Chosen)
        {
            var products = _products.Row(row);
            var sum = 0.0;
            foreach (var column in fake.Chosen)
            {
                sum += fakeTimes[column] * KernelDistance.Kernel(products[column], _dimension);
            }

            across += real.Times[row] * sum;
        }

        return real.Within + fake.Within - (2 * across / (real.Count * fake.Count));
    }

    /// <summary>F₁F₂ᵀ of the factors that the drawn features, centred, are of their covariances.</summary>
    private Matrix Centred(DrawnFeatures real, DrawnFeatures fake)
    {
        var chosen = new Matrix(real.Chosen.Length, fake.Chosen.Length);
        var (alongFake, alongReal, whole) = (new double[chosen.Rows], new double[chosen.Columns], 0.0);
        for (var row = 0; row < chosen.Rows; row++)
        {
            var products = _products.Row(real.Chosen[row]);
            var values = chosen.Row(row);
            for (var column = 0; column < values.Length; column++)
            {
                values[column] = products[fake.Chosen[column]];
                alongFake[row] += values[column] * fake.Times[fake.Chosen[column]] / fake.Count;
            }

            TensorPrimitives.MultiplyAdd(values, real.Times[real.Chosen[row]] / real.Count, alongReal, alongReal);
            whole += alongFake[row] * real.Times[real.Chosen[row]] / real.Count;
        }

        double[] roots = [.. fake.Chosen.Select(place => Math.Sqrt(fake.Times[place] / (fake.Count - 1)))];
        for (var row = 0; row < chosen.Rows; row++)
        {
            var values = chosen.Row(row);
            TensorPrimitives.Subtract(values, alongReal, values);
            TensorPrimitives.Add(values, whole - alongFake[row], values);
            TensorPrimitives.Multiply(values, Math.Sqrt(real.Times[real.Chosen[row]] / (real.Count - 1)), values);
            TensorPrimitives.Multiply(values, roots, values);
        }

        return chosen;
    }
}
