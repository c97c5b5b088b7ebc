using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Models;

/// <summary>The public code bases whose key names model files have.</summary>
internal static class CodeBases
{
    public const string PyTorchGan = "PyTorch-GAN";
    public const string Pix2Pix = "pytorch-CycleGAN-and-pix2pix";

    /// <summary>The one that has such a generator, or null.</summary>
    public static string? Of(GeneratorOptions options) =>
        options.Kind == GeneratorKind.SkipResnet ? null : options.Upsampling == Upsampling.Transpose ? Pix2Pix : PyTorchGan;
}
