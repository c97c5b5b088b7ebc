using static TorchSharp.torch;

namespace CycleGanPS.Core.Metrics;

/// <summary>The real side of one draw of a bootstrap, as FID and KID need it.</summary>
/// <param name="Times">How often each picture was drawn.</param>
/// <param name="Mean">The mean of the drawn features.</param>
/// <param name="Factor">A factor of their covariance.</param>
/// <param name="Within">The mean kernel over pairs of different pictures.</param>
internal sealed record DrawnFeatures(Tensor Times, Tensor Mean, Tensor Factor, double Within);
