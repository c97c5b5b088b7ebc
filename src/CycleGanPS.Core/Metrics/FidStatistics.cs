using System.Globalization;
using CycleGanPS.Core.Distributed;
using CycleGanPS.Core.Machine;
using TorchSharp;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Metrics;

/// <summary>
/// Statistics of a set of pictures on disk: <c>mu</c> and <c>sigma</c> as pytorch-fid writes and reads them, and beside
/// them the count and the sums, so that parts can be added, and what they were measured with.
/// </summary>
internal sealed class FidStatistics : IDisposable
{
    private const string Mu = "mu", Sigma = "sigma", CountName = "count", SumName = "sum", Outer = "outer";
    private const string Weights = "weights", WeightsHash = "weights_sha256", ResizeName = "resize";
    private const string ShardName = "shard", ShardFiles = "shard_files", ShardSet = "shard_set";

    // Of the largest number of a covariance: what float32 and sums of thousands of terms leave.
    private const double Rounding = 1e-5;

    private FidStatistics(Tensor mean, Tensor covariance) => (Mean, Covariance) = (mean, covariance);

    internal Tensor Mean { get; }

    internal Tensor Covariance { get; }

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
        NativeLibraries.EnsureLoadable();
        using var file = NpzFile.Read(path, Mu, Sigma, CountName, SumName, Outer, Weights, WeightsHash, ResizeName, ShardName, ShardFiles, ShardSet);
        var mean = Array(file, Mu, path, dimensions: 1);
        var covariance = Array(file, Sigma, path, dimensions: 2);
        var dimension = mean.shape[0];
        if (dimension == 0 || covariance.shape[0] != dimension || covariance.shape[1] != dimension
            || !mean.isfinite().all().item<bool>() || !covariance.isfinite().all().item<bool>())
        {
            throw Fault(path, $"its mu has {dimension} numbers and its sigma is {string.Join('×', covariance.shape)}; they must fit and be finite");
        }

        if (!IsCovariance(covariance))
        {
            throw Fault(path, "its sigma is no covariance, which is symmetric and has no negative eigenvalue");
        }

        return new FidStatistics(mean.clone().DetachFromDisposeScope(), covariance.clone().DetachFromDisposeScope())
        {
            Sums = SumsOf(file, dimension),
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
        using var scope = NewDisposeScope();
        NpzFile.Write(
            path,
            new Dictionary<string, Tensor>
            {
                [Mu] = statistics.Mean(),
                [Sigma] = statistics.Covariance(),
                [CountName] = tensor(statistics.Count),
                [SumName] = statistics.Sum,
                [Outer] = statistics.OuterProducts,
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
        NativeLibraries.EnsureLoadable();
        FeatureStatistics? sum = null;
        (string Name, string Sha256, FeatureResize? Resize) measured = ("", "", null);
        var shards = new List<(ShardedSet?, string)>();
        try
        {
            foreach (var path in parts)
            {
                using var part = Read(path);
                if (part.Sums is null || part.Resize is null)
                {
                    throw Fault(path, "it holds mu and sigma but not the count and sums that adding takes", Remedy.ExportStatistics);
                }

                if (sum is null)
                {
                    sum = new FeatureStatistics((int)part.Mean.shape[0]);
                    measured = (part.WeightsName, part.WeightsSha256, part.Resize);
                }

                if (part.WeightsSha256 != measured.Sha256 || part.Resize != measured.Resize || part.Mean.shape[0] != sum.Dimension)
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
        finally
        {
            sum?.Dispose();
        }
    }

    public void Dispose()
    {
        Mean.Dispose();
        Covariance.Dispose();
        Sums?.Dispose();
    }

    private static Tensor Array(NpzFile file, string name, string path, int dimensions) =>
        file.Arrays.TryGetValue(name, out var array) && array.dim() == dimensions && array.dtype == ScalarType.Float64
            ? array
            : throw Fault(path, $"it has no array '{name}' of {dimensions} dimension{(dimensions == 1 ? "" : "s")}");

    // Cholesky's factors exist just where all eigenvalues are positive, and take a twentieth of the time that these take.
    private static bool IsCovariance(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        var rounding = Rounding * matrix.abs().max().Number();
        var isSymmetric = (matrix - matrix.t()).abs().max().Number() <= rounding;
        using var diagonal = rounding.ToScalar();
        return isSymmetric && linalg.cholesky_ex(
            matrix.add(eye(matrix.shape[0], dtype: ScalarType.Float64).mul(diagonal), alpha: Held(1))).info.Number() == 0;
    }

    private static FeatureStatistics? SumsOf(NpzFile file, long dimension)
    {
        var isWhole = file.Arrays.TryGetValue(CountName, out var count) && count.numel() == 1 && count.dtype == ScalarType.Int64 && count.item<long>() >= 2;
        return isWhole
            && file.Arrays.TryGetValue(SumName, out var sum) && sum.shape.SequenceEqual([dimension])
            && file.Arrays.TryGetValue(Outer, out var outerProducts) && outerProducts.shape.SequenceEqual([dimension, dimension])
            ? new FeatureStatistics(count!.item<long>(), sum.clone(), outerProducts.clone())
            : null;
    }

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
