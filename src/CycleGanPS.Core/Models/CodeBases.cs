using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Models;

/// <summary>The public code bases whose key names model files have.</summary>
internal static class CodeBases
{
    public const string PyTorchGan = "PyTorch-GAN";
    public const string Pix2Pix = "pytorch-CycleGAN-and-pix2pix";

    public static string Of(Upsampling upsampling) => upsampling == Upsampling.Transpose ? Pix2Pix : PyTorchGan;
}
