namespace CycleGanPS.Core.Models;

/// <summary>Models that people try and that are no CycleGAN's networks: what they are, and what to do instead.</summary>
internal static class ForeignModels
{
    private static readonly (Func<string, bool> IsKey, string What)[] Known =
    [
        (name => name is "net.0.weight" or "net.2.weight", "a pixel discriminator (--netD pixel); patch discriminators are known"),
        (name => name is "block_a.0.1.weight" or "block_a.0.weight", "an AnimeGANv2 generator of PyTorch; take the model's .onnx file"),
        (name => name.StartsWith("Mixed_7c.", StringComparison.Ordinal), "the Inception network that measures FID; it measures pictures and makes none"),
        (name => name is "features.0.weight" or "features.0.0.weight", "an image classifier (VGG, AlexNet, MobileNet or DenseNet)"),
        (name => name is "layer1.0.conv1.weight", "an image classifier (ResNet)"),
        (name => name.EndsWith(".exp_avg", StringComparison.Ordinal) || name.EndsWith(".exp_avg_sq", StringComparison.Ordinal),
            "an optimizer's state, which has no network's weights"),
        (name => name.StartsWith("G.synthesis.", StringComparison.Ordinal) || name.StartsWith("synthesis.", StringComparison.Ordinal), "a StyleGAN generator"),
    ];

    /// <summary>What a dictionary of tensors is, or null where nobody knows.</summary>
    public static string? Name(IEnumerable<string> names) =>
        Known.Where(entry => names.Any(entry.IsKey)).Select(entry => entry.What).FirstOrDefault();

    /// <summary>What an object without tensors of its own is, by its keys.</summary>
    public static string? NameOfObject(IReadOnlyCollection<string> keys) =>
        keys.Contains("state") && keys.Contains("param_groups") ? "an optimizer's state, which has no network's weights" : null;
}
