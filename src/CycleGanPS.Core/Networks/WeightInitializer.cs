using static TorchSharp.torch;

namespace CycleGanPS.Core.Networks;

/// <summary>CycleGAN's initialisation: convolution weights from N(0, 0.02), those of norms from N(1, 0.02), biases 0.</summary>
internal static class WeightInitializer
{
    /// <summary>Fills all parameters of a network; the draws come from <paramref name="generator"/> (CPU) in the order of the parameters.</summary>
    public static void Initialize(nn.Module network, Generator generator)
    {
        using var noGrad = no_grad();
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (name.EndsWith(".bias", StringComparison.Ordinal))
            {
                parameter.zero_();
            }
            else
            {
                parameter.normal_(parameter.dim() == 1 ? 1 : 0, 0.02, generator);
            }
        }

        foreach (var layer in network.modules().OfType<SpectralConvolution>())
        {
            layer.Begin(generator);
        }
    }
}
