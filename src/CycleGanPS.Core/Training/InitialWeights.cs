using CycleGanPS.Core.Models;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Core.Training;

/// <summary>
/// Trained generators that a run begins with, instead of weights drawn at random; the discriminators and the optimizers begin anew.
/// </summary>
internal static class InitialWeights
{
    /// <summary>The options with the weights that a user names: a folder with both generators, or the model file of AB and that of BA.</summary>
    /// <exception cref="CycleGanException">It is neither.</exception>
    public static TrainingOptions Named(TrainingOptions options, IReadOnlyList<string> paths)
    {
        options = options with { InitialWeights = null, InitialWeightsAB = null, InitialWeightsBA = null };
        return paths switch
        {
            [var folder] when !File.Exists(folder) => options with { InitialWeights = folder },
            [var generatorAB, var generatorBA] => options with { InitialWeightsAB = generatorAB, InitialWeightsBA = generatorBA },
            _ => throw new CycleGanException(
                FaultKind.InvalidArgument,
                "Weights to begin with are one folder with generatorAB.pt and generatorBA.pt, or two model files: "
                    + "of the generator from A to B, then of the one from B to A.",
                paths[0]),
        };
    }

    /// <summary>Makes sure that the weights are there and fit the generators of a run. No weights are read.</summary>
    /// <param name="options">The options of the run.</param>
    /// <param name="run">Where the run will be, in place of one that may be there.</param>
    /// <exception cref="CycleGanException">
    /// A file is missing, is no generator or is one of another shape, as the message says, or would be deleted before it is read.
    /// </exception>
    public static void Check(TrainingOptions options, RunFolder run)
    {
        foreach (var path in new[] { options.ResolvedInitialWeightsAB, options.ResolvedInitialWeightsBA }.OfType<string>())
        {
            if (!File.Exists(path))
            {
                throw new CycleGanException(FaultKind.PathNotFound, $"There is no model file '{path}' to begin with.", path);
            }

            if (path.StartsWith(run.Path + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw new CycleGanException(
                    FaultKind.InvalidArgument, $"The run cannot begin with '{path}', which lies in the run that it would replace.", path)
                    { Remedy = Remedy.ChooseOutput };
            }

            var wanted = options.ToGeneratorOptions();
            var info = GeneratorFile.InfoOf(ModelFile.Generator(path));
            // Weights from elsewhere do not tell their activation.
            var found = info.ActivationAssumed == true ? info.Generator with { Activation = wanted.Activation } : info.Generator;
            if (found.DifferencesFrom(wanted) is { Count: > 0 } differences)
            {
                throw new CycleGanException(
                    FaultKind.InvalidConfig, $"The run cannot begin with '{path}', which has {string.Join(", ", differences)}.", path);
            }
        }
    }

    /// <summary>Puts the weights into the generators.</summary>
    /// <exception cref="CycleGanException">A file is damaged.</exception>
    public static void Load(TrainingOptions options, CycleGan networks)
    {
        Load(options.ResolvedInitialWeightsAB, networks.GeneratorAB);
        Load(options.ResolvedInitialWeightsBA, networks.GeneratorBA);
        networks.Averages?.Reset();
    }

    private static void Load(string? path, GeneratorNetwork generator)
    {
        if (path is not null)
        {
            ModelFile.Generator(path).CopyTo(generator);
        }
    }
}
