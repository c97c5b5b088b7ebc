using System.Diagnostics;
using CycleGanPS.Core.Files;
using Xunit;

namespace CycleGanPS.Core.Tests.Files;

public sealed class FileIdentityTests
{
    [Fact]
    public void WhateverLeadsToAFileIsThatFile()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("photos"));
        File.WriteAllText(folder.File("photos/a"), "a");
        File.WriteAllText(folder.File("photos/b"), "a");
        File.CreateSymbolicLink(folder.File("link"), "photos/a");
        File.CreateSymbolicLink(folder.File("nothing"), "none");
        Directory.CreateSymbolicLink(folder.File("other"), "photos");

        Assert.True(FileIdentity.AreSame(folder.File("photos/a"), folder.File("link")));
        Assert.True(FileIdentity.AreSame(folder.File("photos/a"), folder.File("other/a")));
        Assert.True(FileIdentity.AreSame(folder.File("photos"), folder.File("other") + "/."));
        Assert.False(FileIdentity.AreSame(folder.File("photos/a"), folder.File("photos/b")));
        Assert.False(FileIdentity.AreSame(folder.File("nothing"), folder.File("nothing")));
        Assert.Null(FileIdentity.Of(folder.File("none")));
    }

    [Fact]
    public void AHardLinkIsTheSameFile()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a"), "a");
        Run("ln", folder.File("a"), folder.File("b"));

        Assert.True(FileIdentity.AreSame(folder.File("a"), folder.File("b")));
    }

    [Fact]
    public void WhatIsNoFileIsRefusedBeforeItIsOpened()
    {
        using var folder = new TemporaryFolder();
        Run("mkfifo", folder.File("pipe"));
        File.CreateSymbolicLink(folder.File("to pipe"), "pipe");
        File.CreateSymbolicLink(folder.File("to device"), "/dev/zero");
        Directory.CreateSymbolicLink(folder.File("to folder"), ".");
        foreach (var (name, nature) in new[] { ("pipe", "pipe"), ("to pipe", "pipe"), ("to device", "device"), ("to folder", "folder") })
        {
            var path = folder.File(name);
            var faults = ((Action[])[() => RegularFile.OpenRead(path), () => RegularFile.ReadAllBytes(path), () => RegularFile.LengthOf(path)])
                .Select(Assert.ThrowsAny<IOException>);
            Assert.All(faults, fault => Assert.Equal($"'{path}' is a {nature}, not a file.", fault.Message));
        }
    }

    [Fact]
    public void TheLengthIsThatOfTheFileAndNotOfTheLink()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a"), "");
        File.CreateSymbolicLink(folder.File("link"), "a");
        File.CreateSymbolicLink(folder.File("nothing"), "none");

        Assert.Equal(0, RegularFile.LengthOf(folder.File("link")));
        Assert.Empty(RegularFile.ReadAllBytes(folder.File("link")));
        Assert.Throws<FileNotFoundException>(() => RegularFile.OpenRead(folder.File("nothing")));
    }

    internal static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
