using System.Globalization;
using System.Numerics.Tensors;
using CycleGanPS.Core.Distributed;
using CycleGanPS.Core.Metrics.Algebra;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// Statistics of a set of pictures on disk: <c>mu</c> and <c>sigma</c> as pytorch-fid writes and reads them, and beside
/// them the count and the sums, so that parts can be added, and what they were measured with.
/// </summary>
internal sealed class FidStatistics
{
    private const string Mu = "mu", Sigma = "sigma", CountName = "count", SumName = "sum", Outer = "outer";
    private const string Weights = "weights", WeightsHash = "weights_sha256", ResizeName = "resize";
    private const string ShardName = "shard", ShardFiles = "shard_files", ShardSet = "shard_set";

    // Of the largest number of a covariance: what float32 and sums of thousands of terms leave.
    private const double Rounding = 1e-5;

    // Of the largest square of a mean: what is left of the covariance of equal pictures.
    private const double RoundingOfMean = 1e-12;

    private FidStatistics(double[] mean, Matrix covariance) => (Mean, Covariance) = (mean, covariance);

    internal double[] Mean { get; }

    internal Matrix Covariance { get; }

    /// <summary>Count and sums; null in a file of pytorch-fid.</summary>
    internal FeatureStatistics? Sums { get; private init; }

    /// <summary>Pictures, or 0 where the file does not say.</summary>
    public long Count => Sums?.Count ?? 0;

    /// <summary>Name of the weights file, or empty where the file does not say.</summary>
    public string WeightsName { get; private init; } = "";

    /// <summary>SHA-256 of the weights, or empty where the file does not say.</summary>
    public string WeightsSha256 { get; private init; } = "";

    /// <summary>How pictures were resized, or null where the file does not say.</summary>
    public FeatureResize? Resize { get; private init; }

    /// <summary>Which part of which set of pictures this is, or null of a set that was measured whole.</summary>
    public ShardedSet? Part { get; private init; }

    /// <summary>Reads a file of ours or of pytorch-fid.</summary>
    /// <exception cref="CycleGanException"><see cref="FaultKind.UnreadableStatistics"/>, saying what is wrong with it.</exception>
    public static FidStatistics Read(string path)
    {
        var file = NpzFile.Read(path, Mu, Sigma, CountName, SumName, Outer, Weights, WeightsHash, ResizeName, ShardName, ShardFiles, ShardSet);
        var mean = Array(file, Mu, path, dimensions: 1).Values;
        var sigma = Array(file, Sigma, path, dimensions: 2);
        if (mean.Length == 0 || !sigma.Shape.SequenceEqual([mean.Length, mean.Length]) || !AreFinite(mean) || !AreFinite(sigma.Values))
        {
            throw Fault(path, $"its mu has {mean.Length} numbers and its sigma is {sigma.Size}; they must fit and be finite");
        }

        if (SymmetricOf(sigma, mean) is not { } covariance)
        {
            throw Fault(path, "its sigma is no covariance, which is symmetric and has no negative eigenvalue");
        }

        return new FidStatistics(mean, covariance)
        {
            Sums = SumsOf(file, mean.Length),
            WeightsName = file.Texts.GetValueOrDefault(Weights, ""),
            WeightsSha256 = file.Texts.GetValueOrDefault(WeightsHash, ""),
            Resize = Enum.TryParse<FeatureResize>(file.Texts.GetValueOrDefault(ResizeName), out var resize) ? resize : null,
            Part = PartOf(file),
        };
    }

    /// <summary>Writes statistics, whole or not at all.</summary>
    public static void Write(
        string path, FeatureStatistics statistics, string weightsName, string weightsSha256, FeatureResize resize, ShardedSet? part = null)
    {
        int[] vector = [statistics.Dimension], matrix = [statistics.Dimension, statistics.Dimension];
        NpzFile.Write(
            path,
            new Dictionary<string, NpzArray>
            {
                [Mu] = new(vector, statistics.Mean()),
                [Sigma] = new(matrix, statistics.Covariance().Values),
                [CountName] = new([], [statistics.Count], IsInteger: true),
                [SumName] = new(vector, statistics.Sum),
                [Outer] = new(matrix, statistics.OuterProducts.Values),
            },
            new Dictionary<string, string>
            {
                [Weights] = weightsName,
                [WeightsHash] = weightsSha256,
                [ResizeName] = resize.ToString(),
                [ShardName] = part?.Shard.ToString() ?? "",
                [ShardFiles] = part?.Files.ToString(CultureInfo.InvariantCulture) ?? "",
                [ShardSet] = part?.Fingerprint ?? "",
            });
    }

    /// <summary>Adds the parts of a set, measured apart, as if they had been measured together.</summary>
    /// <exception cref="CycleGanException">
    /// A part lacks its sums, or was measured with other weights or another resize; or parts are shards that do not make up one set.
    /// </exception>
    public static FidStatisticsSummary Merge(IReadOnlyList<string> parts, string output)
    {
        FeatureStatistics? sum = null;
        (string Name, string Sha256, FeatureResize? Resize) measured = ("", "", null);
        var shards = new List<(ShardedSet?, string)>();
        foreach (var path in parts)
        {
            var part = Read(path);
            if (part.Sums is null || part.Resize is null)
            {
                throw Fault(path, "it holds mu and sigma but not the count and sums that adding takes", Remedy.ExportStatistics);
            }

            if (sum is null)
            {
                sum = new FeatureStatistics(part.Mean.Length);
                measured = (part.WeightsName, part.WeightsSha256, part.Resize);
            }

            if (part.WeightsSha256 != measured.Sha256 || part.Resize != measured.Resize || part.Mean.Length != sum.Dimension)
            {
                throw Fault(
                    path, $"it was measured with {part.WeightsName} and resize {part.Resize}, the first part with {measured.Name} and {measured.Resize}");
            }

            sum.Add(part.Sums);
            shards.Add((part.Part, path));
        }

        ShardedSet.EnsureWhole(shards);

        Write(output, sum!, measured.Name, measured.Sha256, measured.Resize!.Value);
        return new FidStatisticsSummary
        {
            Path = output, Count = sum!.Count, Resize = measured.Resize!.Value, WeightsName = measured.Name, WeightsSha256 = measured.Sha256,
        };
    }

    private static NpzArray Array(NpzFile file, string name, string path, int dimensions) =>
        file.Arrays.TryGetValue(name, out var array) && array.Shape.Length == dimensions && !array.IsInteger
            ? array
            : throw Fault(path, $"it has no array '{name}' of {dimensions} dimension{(dimensions == 1 ? "" : "s")}");

    private static bool AreFinite(double[] values) => System.Array.TrueForAll(values, double.IsFinite);

    // With all rounding of symmetry gone, or null where it is none. Cholesky's factors exist just where all eigenvalues are positive, and
    // take a twentieth of the time that these take.
    private static Matrix? SymmetricOf(NpzArray sigma, double[] mean)
    {
        var matrix = new Matrix(sigma.Shape[0], sigma.Shape[0], sigma.Values);
        var largestMean = TensorPrimitives.MaxMagnitude<double>(mean);
        var rounding = Math.Max(Rounding * Math.Abs(TensorPrimitives.MaxMagnitude<double>(sigma.Values)), RoundingOfMean * largestMean * largestMean);
        for (var row = 0; row < matrix.Rows; row++)
        {
            for (var column = 0; column < row; column++)
            {
                var (one, other) = (matrix[row, column], matrix[column, row]);
                if (Math.Abs(one - other) > rounding)
                {
                    return null;
                }

                matrix[row, column] = matrix[column, row] = (one + other) / 2;
            }
        }

        var raised = new Matrix(matrix.Rows, matrix.Rows, [.. matrix.Values]);
        for (var index = 0; index < raised.Rows; index++)
        {
            raised[index, index] += rounding;
        }

        return rounding == 0 || CovarianceFactor.IsPositive(raised) ? matrix : null;
    }

    private static FeatureStatistics? SumsOf(NpzFile file, int dimension) =>
        file.Arrays.TryGetValue(CountName, out var count) && count is { IsInteger: true, Values: [>= 2] }
        && file.Arrays.TryGetValue(SumName, out var sum) && sum.Shape.SequenceEqual([dimension])
        && file.Arrays.TryGetValue(Outer, out var outerProducts) && outerProducts.Shape.SequenceEqual([dimension, dimension])
            ? new FeatureStatistics((long)count.Values[0], sum.Values, new Matrix(dimension, dimension, outerProducts.Values))
            : null;

    // What is not there, or is none, is no shard: a merge then takes the file for a set of its own.
    private static ShardedSet? PartOf(NpzFile file)
    {
        var text = file.Texts.GetValueOrDefault(ShardName, "");
        return text.Length > 0 && int.TryParse(file.Texts.GetValueOrDefault(ShardFiles), NumberStyles.None, CultureInfo.InvariantCulture, out var files)
            ? new ShardedSet(Shard.Parse(text, _ => null), files, file.Texts.GetValueOrDefault(ShardSet, ""))
            : null;
    }

    private static CycleGanException Fault(string path, string what, Remedy remedy = Remedy.None) =>
        new(FaultKind.UnreadableStatistics, $"The statistics in '{path}' cannot be used: {what}.", path) { Remedy = remedy };
}
