using CycleGanPS.Core.Files;
using Xunit;

namespace CycleGanPS.Core.Tests.Files;

public sealed class AtomicFileTests
{
    [Fact]
    public void AFileThatCannotBeWrittenIsCalledByItsOwnName()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.File("missing"), "file.txt");

        var fault = Assert.Throws<CycleGanException>(() => AtomicFile.WriteText(path, "text"));

        Assert.Equal(FaultKind.OutputNotWritable, fault.Kind);
        Assert.Contains($"'{path}' cannot be written", fault.Message);
        Assert.DoesNotContain(".tmp", fault.Message);
    }
}
