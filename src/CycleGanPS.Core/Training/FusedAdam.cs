using TorchSharp;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>
/// PyTorch's fused kernel of Adam: one pass over parameters, gradients and moments instead of six. TorchSharp does not name it, but
/// TorchScript does. It takes all as they lie in memory.
/// </summary>
internal static class FusedAdam
{
    // Constant and tested: a script that does not compile ends the process.
    private const string Script = """
        def step(parameters: List[Tensor], gradients: List[Tensor], averages: List[Tensor], averages_of_squares: List[Tensor],
                 steps: List[Tensor], learning_rate: float, beta1: float, beta2: float, epsilon: float) -> Tensor:
            torch._fused_adam_(parameters, gradients, averages, averages_of_squares, [], steps, lr=learning_rate, beta1=beta1,
                               beta2=beta2, weight_decay=0.0, eps=epsilon, amsgrad=False, maximize=False)
            return steps[0]

        """;

    private static readonly Lazy<jit.CompilationUnit> Compiled = new(() => jit.compile(Script.ReplaceLineEndings("\n")));

    /// <summary>One update; all lists belong together place by place.</summary>
    /// <param name="steps">The number of updates including this one, once for each parameter, as scalars on the device.</param>
    public static void Step(
        Tensor[] parameters,
        Tensor[] gradients,
        Tensor[] averages,
        Tensor[] averagesOfSquares,
        Tensor[] steps,
        double learningRate,
        double beta1,
        double beta2,
        double epsilon)
    {
        using var scope = NewDisposeScope();
        // Plain numbers would become scalars that the collector may take before the call reads them: see Scalars.
        using var rate = learningRate.ToScalar();
        Compiled.Value.invoke("step", parameters, gradients, averages, averagesOfSquares, steps, rate, Held(beta1), Held(beta2), Held(epsilon));
        // The call sees their handles only.
        GC.KeepAlive((parameters, gradients, averages, averagesOfSquares, steps));
    }
}
