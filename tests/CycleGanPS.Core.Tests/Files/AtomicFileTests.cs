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

    [Theory]
    [InlineData('y', 255)]
    [InlineData('y', 243)]
    [InlineData('ß', 127)]
    public void NamesAsLongAsFileSystemsAllowAreWritten(char letter, int length)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File(new string(letter, length));

        AtomicFile.WriteText(path, "whole");

        Assert.Equal("whole", File.ReadAllText(path));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void WhatIsHalfWrittenHasATemporaryName()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.Write(folder.File("a.png"), _ => Assert.True(AtomicFile.IsTemporary(Directory.EnumerateFiles(folder.Path).Single())));
    }
}
