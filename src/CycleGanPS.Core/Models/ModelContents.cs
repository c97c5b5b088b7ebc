using CycleGanPS.Core.Models.PyTorch;
using CycleGanPS.Core.Options;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Models;

/// <summary>One network in a model file: what it is, and where its tensors lie.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">How the file is written.</param>
/// <param name="Records">Text that lies beside the tensors.</param>
/// <param name="Part">The dictionary that the network is in; "" for the saved object itself.</param>
/// <param name="Prefix">What stands before each name, such as "module.".</param>
/// <param name="Tensors">Names without the prefix, types and shapes.</param>
internal sealed record ModelContents(
    string Path,
    ModelFormat Format,
    IReadOnlyDictionary<string, string> Records,
    string Part,
    string Prefix,
    IReadOnlyDictionary<string, TensorDescription> Tensors)
{
    /// <summary>The place that the user names it by: its dictionary, then its prefix, without what wrappers of PyTorch put before names.</summary>
    public string Place
    {
        get
        {
            var prefix = Prefix.Replace("module.", "", StringComparison.Ordinal).Replace("_orig_mod.", "", StringComparison.Ordinal).TrimEnd('.');
            return Part.Length > 0 && prefix.Length > 0 ? $"{Part}.{prefix}" : Part + prefix;
        }
    }

    /// <summary>The generator it is, or null; <see cref="Fault"/> says why not.</summary>
    public GeneratorOptions? Generator { get; private init; }

    /// <summary>The discriminator it is, or null.</summary>
    public DiscriminatorLayout? Discriminator { get; private init; }

    /// <summary>Why it is no generator.</summary>
    public string? Fault { get; private init; }

    public bool IsRecognized => Generator is not null || Discriminator is not null;

    /// <summary>Looks at names and shapes for what network it is.</summary>
    public ModelContents Recognized()
    {
        if (GeneratorLayout.TryRecognize(Tensors, out var generator, out var fault))
        {
            return this with { Generator = generator };
        }

        var discriminator = DiscriminatorLayout.Recognize(Tensors);
        return this with
        {
            Discriminator = discriminator,
            Fault = discriminator is null
                ? ForeignModels.Name(Tensors.Keys) is { } name ? $"it is {name}" : fault
                : $"it is a discriminator ({string.Join(", ", new[] { discriminator.Architecture, discriminator.CodeBase }.OfType<string>())})",
        };
    }

    /// <summary>Copies all tensors into a network's, one after the other; elements become what the network has.</summary>
    public void CopyTo(nn.Module network)
    {
        var targets = network.state_dict();
        var missing = targets.Keys.Count(Tensors.ContainsKey);
        using var noGradient = no_grad();
        Stream((name, value) =>
        {
            if (targets.TryGetValue(name, out var target))
            {
                target.copy_(value);
                missing--;
            }
        });
        if (missing != 0)
        {
            throw new CycleGanException(FaultKind.UnreadableModel, $"'{Path}' was changed while it was read.", Path);
        }
    }

    private void Stream(Action<string, Tensor> visit)
    {
        void Strip(string name, Tensor value)
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                visit(name[Prefix.Length..], value);
            }
        }

        if (Format == ModelFormat.SafeTensors)
        {
            SafeTensors.Stream(Path, Strip);
        }
        else
        {
            PyTorchArchive.Stream(Path, Part, Strip);
        }
    }
}
