using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.PyTorch;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Tests.Networks;

/// <summary>The generators with skip connections that PyTorch made (fixtures/generators/make_generators.py).</summary>
internal static class SkipNetworks
{
    public static string Path(string name) => Fixtures.Path("generators", $"{name}.pth");

    /// <summary>The network with its weights.</summary>
    public static GeneratorNetwork Load(string name)
    {
        var generator = GeneratorNetwork.For(OptionsOf(name));
        using var weights = PyTorchArchive.ReadStateDict(Path(name));
        StateDictLoader.Load(generator, weights, name);
        return generator;
    }

    /// <summary>Input, output and gradients.</summary>
    public static StateDict Expected(string name) => PyTorchArchive.ReadStateDict(Fixtures.Path("generators", $"{name}-expected.pt"));

    public static GeneratorOptions OptionsOf(string name) => name switch
    {
        "unet" => Unet(halvings: 5, filters: 2),
        "unet-6" => Unet(halvings: 6, filters: 1),
        "skip-deep" => Skip(SkipConnections.Deep, filters: 3),
        "skip-shallow" => Skip(SkipConnections.Shallow, filters: 3),
        "skip-all" => Skip(SkipConnections.All, filters: 4, blocks: 2),
        "skip-deep-color" => Skip(SkipConnections.Deep | SkipConnections.Color, filters: 4),
        "skip-input-color" => Skip(SkipConnections.Input | SkipConnections.Color, filters: 3),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static GeneratorOptions Unet(int halvings, int filters) =>
        new TrainingOptions { Generator = GeneratorKind.Unet, Downsamplings = halvings, Filters = filters }.ToGeneratorOptions();

    private static GeneratorOptions Skip(SkipConnections skips, int filters, int blocks = 1) =>
        new() { Kind = GeneratorKind.SkipResnet, Skips = skips, Filters = filters, ResidualBlocks = blocks };
}
