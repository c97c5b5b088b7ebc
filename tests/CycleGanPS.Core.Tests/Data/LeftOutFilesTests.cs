using CycleGanPS.Core.Data;
using CycleGanPS.Core.Tests.Files;
using Xunit;

namespace CycleGanPS.Core.Tests.Data;

public sealed class LeftOutFilesTests
{
    private static readonly string Png = Fixtures.Path("images", "one.png");

    [Fact]
    public void WhatIsLeftOutIsToldInOneSentence()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Png, folder.File("good.png"));
        File.Copy(Png, folder.File(".hidden.png"));
        File.WriteAllText(folder.File("scan.psd"), "II*");
        File.WriteAllText(folder.File("notes.txt"), "notes");

        // What systems and half-written files leave is missed by nobody, nor what only bears the name of a hidden picture.
        File.Copy(Png, folder.File("unfinished.0123abcd.tmp"));
        File.WriteAllText(folder.File("Thumbs.db"), "");
        File.WriteAllText(folder.File("._good.png"), "notes of another system");
        var told = new List<string>();

        var images = ImageFolder.List(folder.Path, tell: told.Add);

        Assert.Equal([folder.File("good.png")], images);
        Assert.Equal(
            [
                $"Left out of '{folder.Path}': 2 files of formats that are not read, first 'notes.txt'; "
                    + "1 hidden picture, first '.hidden.png'.",
            ],
            told);
    }

    [Fact]
    public void AFolderWithoutPicturesSaysWhatElseIsThere()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("photo.heic"), "ftyp");

        var fault = Assert.Throws<CycleGanException>(() => ImageFolder.List(folder.Path));

        Assert.Equal(FaultKind.EmptyFolder, fault.Kind);
        Assert.EndsWith("1 file of a format that is not read, first 'photo.heic'.", fault.Message, StringComparison.Ordinal);
    }

    // Only Linux has such names, and .NET no text that leads to them, not even to remove them.
    [Fact]
    public void NamesThatAreNotUtf8AreToldAndTheOthersGoOn()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        void Shell(string script) => FileIdentityTests.Run("sh", "-c", $"cd '{folder.Path}' && {script}", Png);
        Shell("""mkdir a "$(printf 'caf\351')" && cp "$0" a && cp "$0" caf*""");
        Shell("""for n in 2 1 3; do cp "$0" "$(printf 'caf\351%d.png' $n)"; done""");
        var told = new List<string>();

        var images = ImageFolder.List(folder.Path, recurse: true, told.Add);

        Shell("rm -r caf*");
        Assert.Equal([folder.File("a/one.png")], images);
        Assert.Equal(
            [
                $"Left out of '{folder.Path}': 3 files whose names are not UTF-8, first 'caf\uFFFD1.png'; "
                    + "1 folder that cannot be opened, first 'caf\uFFFD'.",
            ],
            told);
    }
}
