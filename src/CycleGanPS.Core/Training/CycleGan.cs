using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>
/// The four networks and their three optimizers. GeneratorAB draws domain B from A; DiscriminatorB judges domain B.
/// </summary>
internal sealed class CycleGan : IDisposable
{
    /// <summary>Builds and initialises the networks on a device; the weights are a function of the seed alone.</summary>
    public CycleGan(TrainingOptions options, int seed, Device device)
    {
        GeneratorAB = GeneratorNetwork.For(options.ToGeneratorOptions());
        GeneratorBA = GeneratorNetwork.For(options.ToGeneratorOptions());
        GeneratorAB.Precision = GeneratorBA.Precision = options.Precision;
        DiscriminatorA = new PatchDiscriminator(options.ToDiscriminatorOptions());
        DiscriminatorB = new PatchDiscriminator(options.ToDiscriminatorOptions());

        using var random = new Generator((ulong)seed, CPU);
        foreach (var (_, network) in Networks)
        {
            WeightInitializer.Initialize(network, random);
            network.to(device);
            network.train();
        }

        Twins = SideBySide.Suits(options, device) ? new GeneratorTwins(GeneratorAB, GeneratorBA) : null;
        GeneratorOptimizer = new AdamOptimizer(
            Named(nameof(GeneratorAB), GeneratorAB).Concat(Named(nameof(GeneratorBA), GeneratorBA)), options.Beta1, options.Beta2);
        DiscriminatorAOptimizer = new AdamOptimizer(Named(nameof(DiscriminatorA), DiscriminatorA), options.Beta1, options.Beta2);
        DiscriminatorBOptimizer = new AdamOptimizer(Named(nameof(DiscriminatorB), DiscriminatorB), options.Beta1, options.Beta2);
        if (options.AverageGenerators)
        {
            (ResultAB, ResultBA) = (Averaged(options, device), Averaged(options, device));
            Averages = new AveragedWeights(
                GeneratorAB.parameters().Concat(GeneratorBA.parameters()),
                ResultAB.parameters().Concat(ResultBA.parameters()),
                options.AverageDecay ?? throw new ArgumentException("The decay of the averages is not settled.", nameof(options)));
        }
        else
        {
            (ResultAB, ResultBA) = (GeneratorAB, GeneratorBA);
        }
    }

    public GeneratorNetwork GeneratorAB { get; }

    public GeneratorNetwork GeneratorBA { get; }

    public PatchDiscriminator DiscriminatorA { get; }

    public PatchDiscriminator DiscriminatorB { get; }

    /// <summary>The generator from A to B as samples and results show it: the averages of its weights, or itself where none are taken.</summary>
    public GeneratorNetwork ResultAB { get; }

    public GeneratorNetwork ResultBA { get; }

    /// <summary>The averages of both generators, or null.</summary>
    public AveragedWeights? Averages { get; }

    /// <summary>The generators for the second direction of a step, where both are worked on at once.</summary>
    public GeneratorTwins? Twins { get; }

    /// <summary>One Adam over both generators.</summary>
    public AdamOptimizer GeneratorOptimizer { get; }

    public AdamOptimizer DiscriminatorAOptimizer { get; }

    public AdamOptimizer DiscriminatorBOptimizer { get; }

    /// <summary>The networks that are trained, by the names that they have in messages.</summary>
    public IEnumerable<(string Name, nn.Module<Tensor, Tensor> Network)> Networks =>
    [
        ("generatorAB", GeneratorAB),
        ("generatorBA", GeneratorBA),
        ("discriminatorA", DiscriminatorA),
        ("discriminatorB", DiscriminatorB),
    ];

    /// <summary>
    /// The generators by the names of their files: the results, and beside averages the weights as they were trained last, which a
    /// training goes on with.
    /// </summary>
    public IEnumerable<(string Name, string Direction, GeneratorNetwork Generator)> Generators => Averages is null
        ? [("generatorAB", "AB", GeneratorAB), ("generatorBA", "BA", GeneratorBA)]
        :
        [
            ("generatorAB", "AB", ResultAB),
            ("generatorBA", "BA", ResultBA),
            ("generatorAB.last", "AB", GeneratorAB),
            ("generatorBA.last", "BA", GeneratorBA),
        ];

    /// <summary>All networks of a checkpoint, by the names of their files.</summary>
    public IEnumerable<(string Name, nn.Module<Tensor, Tensor> Network)> Saved =>
    [
        .. Generators.Select(entry => (entry.Name, (nn.Module<Tensor, Tensor>)entry.Generator)),
        ("discriminatorA", DiscriminatorA),
        ("discriminatorB", DiscriminatorB),
    ];

    /// <summary>The optimizers by the names that files of a run use.</summary>
    public IEnumerable<(string Name, AdamOptimizer Optimizer)> Optimizers =>
    [
        (OptimizerNames[0], GeneratorOptimizer),
        (OptimizerNames[1], DiscriminatorAOptimizer),
        (OptimizerNames[2], DiscriminatorBOptimizer),
    ];

    /// <summary>Weights, buffers and moments.</summary>
    public IEnumerable<Tensor> Tensors =>
        Saved.SelectMany(entry => entry.Network.parameters().Concat(entry.Network.buffers()))
            .Concat(Optimizers.SelectMany(entry => entry.Optimizer.Moments).Select(moment => moment.Value));

    /// <summary>The features that batch heads compare with, by the names that a checkpoint has for them.</summary>
    public IEnumerable<(string Name, FeatureQueue Queue)> Queues =>
        from entry in new[] { ("headA", DiscriminatorA.Head), ("headB", DiscriminatorB.Head) }
        from queue in entry.Head?.Queues ?? []
        select ($"{entry.Item1}.{queue.Name}", queue.Queue);

    internal static IReadOnlyList<string> OptimizerNames { get; } = ["generators", "discriminatorA", "discriminatorB"];

    public void Dispose()
    {
        foreach (var (_, optimizer) in Optimizers)
        {
            optimizer.Dispose();
        }

        Twins?.Dispose();
        foreach (var (_, network) in Saved)
        {
            network.Dispose();
        }
    }

    private static GeneratorNetwork Averaged(TrainingOptions options, Device device)
    {
        var generator = GeneratorNetwork.For(options.ToGeneratorOptions());
        generator.Precision = options.Precision;
        generator.to(device);
        generator.eval();
        return generator;
    }

    private static IEnumerable<(string Name, Parameter Parameter)> Named(string prefix, nn.Module network) =>
        network.named_parameters().Select(entry => ($"{prefix}.{entry.name}", entry.parameter));
}
