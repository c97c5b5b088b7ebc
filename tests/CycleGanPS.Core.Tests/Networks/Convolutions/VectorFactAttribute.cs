using CycleGanPS.Core.Networks.Convolutions;
using CycleGanPS.Core.Networks.Convolutions.Winograd;
using Xunit;

namespace CycleGanPS.Core.Tests.Networks.Convolutions;

/// <summary>A fact about code that needs a processor with AVX2; skipped, and said so, on others.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VectorFactAttribute : FactAttribute
{
    public const string Reason = "The processor has no AVX2, so libtorch does these convolutions.";

    public VectorFactAttribute() => Skip = Lanes.IsSupported ? null : Reason;
}

/// <summary>The same for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VectorTheoryAttribute : TheoryAttribute
{
    public VectorTheoryAttribute() => Skip = Lanes.IsSupported ? null : VectorFactAttribute.Reason;
}
