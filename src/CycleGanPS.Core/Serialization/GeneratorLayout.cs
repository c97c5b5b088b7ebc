using CycleGanPS.Core.Options;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Serialization;

/// <summary>
/// Recognises a residual generator by the keys and shapes of its weights alone, in the layouts of PyTorch-GAN
/// ("block", resize upsampling) and pytorch-CycleGAN-and-pix2pix ("conv_block", transposed convolutions). The
/// activation leaves no trace in the weights and is taken for ReLU.
/// </summary>
public static class GeneratorLayout
{
    /// <summary>The shape of the generator whose state dict this is.</summary>
    /// <exception cref="CycleGanException">The keys are those of something else.</exception>
    public static GeneratorOptions Recognize(IReadOnlyDictionary<string, Tensor> tensors, string path)
    {
        if (!tensors.TryGetValue("model.1.weight", out var first) || first.shape is not [var filters, var channels, 7, 7])
        {
            throw NotAGenerator(path, "a residual generator begins with model.1.weight, F×3×7×7");
        }

        foreach (var (upsampling, inner) in ((Upsampling, string)[])[(Upsampling.Resize, "block"), (Upsampling.Transpose, "conv_block")])
        {
            var blocks = Enumerable.Range(10, 64).TakeWhile(index => tensors.ContainsKey($"model.{index}.{inner}.1.weight")).Count();
            if (blocks > 0 && channels == 3)
            {
                return new GeneratorOptions
                {
                    Channels = (int)channels,
                    Filters = (int)filters,
                    ResidualBlocks = blocks,
                    Upsampling = upsampling,
                };
            }
        }

        throw NotAGenerator(path, "its residual blocks should be named model.10.block.1.weight or model.10.conv_block.1.weight, on 3 channels");
    }

    private static CycleGanException NotAGenerator(string path, string why) =>
        new(FaultKind.UnreadableModel, $"{path} is not a CycleGAN generator: {why}.", path);
}
