using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>Looks now and then at what the generators paint; a look costs a twentieth of a step.</summary>
internal sealed class PictureWatch(CycleGan networks, TrainingOptions options, Device device, TrainingHealth health)
{
    private const int StepsBetweenLooks = 100;

    private long _next = StepsBetweenLooks;

    /// <summary>What the user should know of the pictures that a step's images give, if they are to be looked at now.</summary>
    public IEnumerable<string?> Look(TrainingBatch batch, long step)
    {
        if (step < _next)
        {
            return [];
        }

        _next = step + StepsBetweenLooks;
        return
        [
            health.NotePicture("generatorAB", Spread(networks.GeneratorAB, batch.ImagesA)),
            // A weak cycle's knows small pictures alone.
            options.Cycle == CycleKind.Weak ? null : health.NotePicture("generatorBA", Spread(networks.GeneratorBA, batch.ImagesB)),
        ];
    }

    private double Spread(GeneratorNetwork generator, IReadOnlyList<RgbImage> images)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return generator.call(TrainingBatch.Upload([images[0]], device)).flatten(2).std(2).max().cpu().item<float>();
    }
}
