using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Models;

/// <summary>What a user says about a model where its file leaves it open.</summary>
internal sealed record GeneratorChoice
{
    /// <summary>The part of the file, where it holds several networks.</summary>
    public string? Part { get; init; }

    /// <summary>The activation, which weights do not tell.</summary>
    public Activation? Activation { get; init; }

    /// <summary>The slope of LeakyReLU below zero.</summary>
    public double? NegativeSlope { get; init; }

    /// <summary>Fills what is open, and refuses to contradict what is recorded: the pictures would be wrong without a word.</summary>
    /// <exception cref="CycleGanException">The file records something else, or a slope goes without LeakyReLU.</exception>
    internal GeneratorInfo Apply(GeneratorInfo info, string path)
    {
        var recorded = info.Generator;
        var wanted = recorded with { Activation = Activation ?? recorded.Activation, NegativeSlope = NegativeSlope ?? recorded.NegativeSlope };
        if (NegativeSlope is not null && wanted.Activation != Options.Activation.LeakyReLU)
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument,
                "A slope below zero goes with LeakyReLU alone.",
                NegativeSlope) { Remedy = Remedy.SlopeNeedsLeakyReLU };
        }

        if (recorded.Kind == GeneratorKind.Unet && Activation is not null)
        {
            throw new CycleGanException(FaultKind.InvalidArgument, $"'{path}' is a U-Net, which has activations of its own.", path)
                { Remedy = Remedy.LeaveOutActivation };
        }

        if (info.ActivationAssumed == true)
        {
            return info with { Generator = wanted, ActivationAssumed = Activation is null ? true : null };
        }

        var slopeDiffers = wanted.Activation == Options.Activation.LeakyReLU && wanted.NegativeSlope != recorded.NegativeSlope;
        var slope = recorded.Activation == Options.Activation.LeakyReLU ? FormattableString.Invariant($" of slope {recorded.NegativeSlope}") : "";
        return wanted.Activation != recorded.Activation || slopeDiffers
            ? throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"'{path}' records that it was trained with {recorded.Activation}{slope}.",
                path) { Remedy = Remedy.LeaveOutActivation }
            : info;
    }
}
