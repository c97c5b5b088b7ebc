using System.Globalization;
using System.Text;
using CycleGanPS.Core.Models;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Metrics;

/// <summary>Weights for the Inception network by the formula of fixtures/metrics/make_inception.py.</summary>
internal static class SeededInception
{
    public static StateDict Weights() => new(Numbers().Select(pair => KeyValuePair.Create(pair.Key, tensor(pair.Value.ToArray(), pair.Value.Shape))));

    /// <summary>The same without tensors.</summary>
    public static IReadOnlyDictionary<string, StoredNumbers> Numbers() =>
        File.ReadLines(Fixtures.Path("metrics", "inception-keys.txt")).Select(line => line.Split(' ')).ToDictionary(
            words => words[0],
            words => Draw(words[0], [.. words.Skip(1).Select(word => long.Parse(word, CultureInfo.InvariantCulture))]));

    /// <summary>Numbers in [0, 1) that belong to a name: SplitMix64, begun at the FNV-1a hash of it.</summary>
    public static IEnumerable<double> Uniform(string name)
    {
        var state = 0xCBF29CE484222325UL;
        foreach (var value in Encoding.ASCII.GetBytes(name))
        {
            state = (state ^ value) * 0x100000001B3UL;
        }

        while (true)
        {
            state += 0x9E3779B97F4A7C15UL;
            var z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            yield return ((z ^ (z >> 31)) >> 11) / (double)(1UL << 53);
        }
    }

    private static StoredNumbers Draw(string key, long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        var fan = values.Length / shape[0];
        var index = 0;
        foreach (var u in Uniform(key).Take(values.Length))
        {
            values[index++] = (float)(key switch
            {
                _ when key.EndsWith("conv.weight", StringComparison.Ordinal) => (2 * u - 1) * Math.Sqrt(6.0 / fan),
                _ when key.EndsWith("running_var", StringComparison.Ordinal) => 0.5 + u,
                _ when key.EndsWith("bn.weight", StringComparison.Ordinal) => 0.9 + 0.2 * u,
                _ => 0.2 * u - 0.1,
            });
        }

        return new StoredNumbers(shape, values);
    }
}
