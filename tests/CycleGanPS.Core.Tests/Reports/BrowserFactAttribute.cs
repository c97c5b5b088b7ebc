using Xunit;

namespace CycleGanPS.Core.Tests.Reports;

/// <summary>A test that needs a browser, and says that it is skipped where none is.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser.Find() is null)
        {
            Skip = "No Chromium is on PATH.";
        }
    }
}
