using System.Reflection;
using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Runs;
using TorchSharp;

namespace CycleGanPS.Core.Training;

/// <summary>What a run's files say about where they come from.</summary>
internal static class RunDescription
{
    /// <summary>This module's version.</summary>
    public static string Version => VersionOf(typeof(Trainer).Assembly);

    /// <summary>The record of a run that begins.</summary>
    public static RunRecord Of(TrainingPlan plan, TrainingOptions options, torch.Device device, DateTimeOffset now) => new RunRecord
    {
        Status = RunStatus.Running,
        Seed = options.Seed!.Value,
        Device = device.ToString(),
        Threads = options.Threads ?? torch.get_num_threads(),
        Started = now,
        Updated = now,
        Epochs = options.Epochs,
        Steps = plan.Steps,
        Ranks = plan.Ranks > 1 ? plan.Ranks : null,
        ImagesA = plan.FilesA.Count,
        ImagesB = plan.FilesB.Count,
        DataFingerprint = plan.DataFingerprint(),
        Versions = new Dictionary<string, string>
        {
            ["CycleGanPS"] = Version,
            ["TorchSharp"] = VersionOf(typeof(torch).Assembly),
            ["DotNet"] = Environment.Version.ToString(),
        },
        Options = OptionsTable.Write(options),
    }.Warned(0, plan.Warnings);

    /// <summary>A generator as the run has trained it so far.</summary>
    public static GeneratorInfo Of(string direction, TrainingOptions options, TrainingState state, string dataFingerprint) => new()
    {
        Generator = options.ToGeneratorOptions(),
        ImageSize = direction == "BA" ? options.SideOfWayBack : options.ImageSize,
        Direction = direction,
        Epochs = state.Position.Epoch,
        Steps = state.Step,
        AdversarialLoss = options.AdversarialLoss,
        AverageDecay = options.AverageGenerators ? options.AverageDecay : null,
        Technique = Technique.Name(options),
        DataFingerprint = dataFingerprint,
        Writer = $"CycleGanPS {Version}",
    };

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
