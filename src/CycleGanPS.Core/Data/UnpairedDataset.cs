using CycleGanPS.Core.Images.Edges;

namespace CycleGanPS.Core.Data;

/// <summary>
/// Two folders of images that do not belong together in pairs. Sample i of an epoch is image i (in shuffled order,
/// modulo the domain's size) of A and a random image of B; an epoch has as many samples as the larger domain has images.
/// </summary>
internal sealed class UnpairedDataset(IReadOnlyList<string> filesA, IReadOnlyList<string> filesB, EdgeSmoothedImages? smoothedB = null)
{
    public IReadOnlyList<string> FilesA { get; } = filesA;

    public IReadOnlyList<string> FilesB { get; } = filesB;

    /// <summary>The edge-smoothed copies of B, where the training wants them.</summary>
    public EdgeSmoothedImages? SmoothedB { get; } = smoothedB;

    /// <summary>Samples an epoch.</summary>
    public int Count => Math.Max(FilesA.Count, FilesB.Count);

    /// <summary>The order of an epoch's samples.</summary>
    public int[] DrawOrder(RandomSource random) => random.Permutation(Count);

    /// <summary>Draws everything random about one sample.</summary>
    public SamplePlan DrawSample(int position, RandomSource random) => new(
        DrawImage(position % FilesA.Count, random),
        DrawImage(random.NextInt(FilesB.Count), random));

    private static ImagePlan DrawImage(int index, RandomSource random) =>
        new(index, random.NextDouble(), random.NextDouble(), random.NextDouble() < 0.5);
}
