namespace CycleGanPS.Bench;

/// <summary>Floating-point operations of one forward pass, convolutions only.</summary>
internal static class Flops
{
    /// <summary>The residual generator with resize upsampling.</summary>
    public static double Generator(double filters, int blocks, double height, double width)
    {
        var pixels = height * width;
        var ends = 2 * 49 * 3 * filters * pixels;
        var down = 9 * ((2 * filters * filters * pixels / 4) + (8 * filters * filters * pixels / 16));
        var residual = blocks * 2 * 9 * 16 * filters * filters * pixels / 16;
        var up = 9 * ((8 * filters * filters * pixels / 4) + (2 * filters * filters * pixels));
        return 2 * (ends + down + residual + up);
    }

    /// <summary>The patch discriminator of receptive field 94.</summary>
    public static double Discriminator(double filters, double height, double width)
    {
        var pixels = height * width;
        var halvings = 16 * ((3 * filters / 4) + (2 * filters * filters / 16) + (8 * filters * filters / 64) + (32 * filters * filters / 256)) * pixels;
        return 2 * (halvings + (16 * 8 * filters * pixels / 256));
    }
}
