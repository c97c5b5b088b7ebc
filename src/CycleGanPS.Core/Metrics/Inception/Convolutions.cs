namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>How each convolution is done best.</summary>
internal static class Convolutions
{
    public static Layer Of(LayerShape shape, float[] weight, float[] bias, int outputHeight) => shape switch
    {
        // Of the smallest maps there is too little to spare, and three channels fill no vector.
        { Height: 3, Width: 3, Stride: 2, Input: > 3 } when outputHeight > 8 => new FilteredConvolution<ThreeByTwos, ThreeByTwos>(shape, weight, bias),
        { Stride: > 1 } or { Height: 1, Width: 1 } => new DirectConvolution(shape, weight, bias),
        { Height: 3, Width: 3 } when outputHeight > 8 => new FilteredConvolution<SixOfThreeTaps, SixOfThreeTaps>(shape, weight, bias),

        // Two tiles cover the eight pixels.
        { Height: 3, Width: 3 } => new FilteredConvolution<FourOfThreeTaps, FourOfThreeTaps>(shape, weight, bias),
        { Height: 5, Width: 5 } => new FilteredConvolution<FourOfFiveTaps, FourOfFiveTaps>(shape, weight, bias),
        { Height: 1, Width: 3 } => new FilteredConvolution<NoFiltering, FourOfThreeTaps>(shape, weight, bias),
        { Height: 3, Width: 1 } => new FilteredConvolution<FourOfThreeTaps, NoFiltering>(shape, weight, bias),
        { Height: 1, Width: 7 } => new FilteredConvolution<NoFiltering, SixOfSevenTaps>(shape, weight, bias),
        { Height: 7, Width: 1 } => new FilteredConvolution<SixOfSevenTaps, NoFiltering>(shape, weight, bias),
        _ => new DirectConvolution(shape, weight, bias),
    };
}
