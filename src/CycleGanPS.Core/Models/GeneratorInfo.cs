using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Models;

/// <summary>What a generator file says about itself, in its record <c>cyclegan.json</c>.</summary>
internal sealed record GeneratorInfo
{
    public int Format { get; init; } = 1;

    public required GeneratorOptions Generator { get; init; }

    /// <summary>The crop size it was trained at, or null where nobody knows.</summary>
    public int? ImageSize { get; init; }

    /// <summary>"AB" or "BA", or null where nobody knows.</summary>
    public string? Direction { get; init; }

    /// <summary>Epochs and steps it was trained for.</summary>
    public int? Epochs { get; init; }

    public long? Steps { get; init; }

    /// <summary>The adversarial objective it was trained with.</summary>
    public AdversarialLossKind? AdversarialLoss { get; init; }

    /// <summary>The decay with which its weights were averaged over the training, or null where they are as trained last.</summary>
    public double? AverageDecay { get; init; }

    /// <summary>
    /// Set where the activation is not known but taken for what the public code bases have: nothing in weights tells of it.
    /// </summary>
    public bool? ActivationAssumed { get; init; }

    /// <summary>
    /// What its training changed of the baseline. (The run's name is not here: the same training under another name gives
    /// the same bytes.)
    /// </summary>
    public string? Technique { get; init; }

    /// <summary>Stands for the training images: SHA-256 over their names and sizes.</summary>
    public string? DataFingerprint { get; init; }

    /// <summary>The version of CycleGanPS that wrote the file.</summary>
    public string? Writer { get; init; }
}
