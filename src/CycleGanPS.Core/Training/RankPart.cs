using CycleGanPS.Core.Data;
using CycleGanPS.Core.Distributed;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>What of a <see cref="TrainingState"/> hangs on the pictures that this rank has seen, and so is another at each rank.</summary>
/// <param name="Tensors">The image pools and the queues of batch heads, by the names that a checkpoint has for them.</param>
/// <param name="PoolARandom">What pool A chooses by.</param>
/// <param name="PoolBRandom">What pool B chooses by.</param>
internal sealed record RankPart(IReadOnlyDictionary<string, Tensor> Tensors, ulong[] PoolARandom, ulong[] PoolBRandom)
{
    /// <summary>That part of a state, as it is.</summary>
    public static RankPart Of(TrainingState state) => new(
        PoolImages("A", state.PoolA).Concat(PoolImages("B", state.PoolB)).Concat(Features(state.Networks)).ToDictionary(StringComparer.Ordinal),
        state.PoolA.Random.State,
        state.PoolB.Random.State);

    /// <summary>Puts it back.</summary>
    public void Restore(TrainingState state)
    {
        var networks = state.Networks;
        var device = networks.GeneratorAB.parameters().First().device;
        state.PoolA.Restore(ImagesOf("A", device), PoolARandom);
        state.PoolB.Restore(ImagesOf("B", device), PoolBRandom);
        foreach (var (name, queue) in networks.Queues)
        {
            queue.Restore(Tensors.TryGetValue(name, out var features) ? features.to(device) : null);
        }
    }

    /// <summary>Gives it to another rank, which <see cref="Take"/>s it.</summary>
    public void Give(IRanks ranks, int to)
    {
        ranks.Give(new Head([.. Tensors.Select(entry => new Shape(entry.Key, entry.Value.shape))], PoolARandom, PoolBRandom), to);
        foreach (var (_, tensor) in Tensors)
        {
            using var scope = NewDisposeScope();
            ranks.Send(tensor.cpu().contiguous().bytes, to);
        }
    }

    /// <summary>Takes what another rank gives, into tensors of the dispose scope around the call.</summary>
    public static RankPart Take(IRanks ranks, int from)
    {
        var head = ranks.Take<Head>(from);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, sizes) in head.Tensors)
        {
            ranks.Receive((tensors[name] = empty(sizes, ScalarType.Float32)).bytes, from);
        }

        return new RankPart(tensors, head.PoolARandom, head.PoolBRandom);
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> PoolImages(string domain, ImagePool pool) =>
        pool.Images.Select((image, index) => new KeyValuePair<string, Tensor>($"{domain}.{index}", image));

    private static IEnumerable<KeyValuePair<string, Tensor>> Features(CycleGan networks) => networks.Queues
        .Where(entry => entry.Queue.Features is not null)
        .Select(entry => new KeyValuePair<string, Tensor>(entry.Name, entry.Queue.Features!));

    private IEnumerable<Tensor> ImagesOf(string domain, Device device) =>
        Enumerable.Range(0, Tensors.Count)
            .TakeWhile(index => Tensors.ContainsKey($"{domain}.{index}"))
            .Select(index => Tensors[$"{domain}.{index}"].to(device));

    private sealed record Shape(string Name, long[] Sizes);

    private sealed record Head(Shape[] Tensors, ulong[] PoolARandom, ulong[] PoolBRandom);
}
