using Xunit;

namespace CycleGanPS.Core.Tests.Reports;

/// <summary>As <see cref="BrowserFactAttribute"/>, for a test of several cases.</summary>
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = new BrowserFactAttribute().Skip;
}
