using CycleGanPS.Core.Files;
using Xunit;

namespace CycleGanPS.Core.Tests.Files;

public sealed class AtomicFileTests
{
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
