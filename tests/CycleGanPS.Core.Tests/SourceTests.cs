using Xunit;

namespace CycleGanPS.Core.Tests;

/// <summary>What the compiler does not hold of the code's own shape: a file is read in one sitting, and a line without scrolling.</summary>
public sealed class SourceTests
{
    private const int LongestLine = 160;
    private const int LongestFile = 250;

    private static readonly string Root = Path.GetFullPath(Fixtures.Path("..", ".."));

    [Theory]
    [InlineData("src")]
    [InlineData("build")]
    [InlineData("bench")]
    [InlineData("tests")]
    public void ALineIsNotTooLong(string folder) =>
        Assert.Empty(SourcesIn(folder).SelectMany(path => File.ReadLines(path)
            .Select((line, index) => (line.Length, Place: $"{Path.GetRelativePath(Root, path)}:{index + 1}"))
            .Where(line => line.Length > LongestLine)
            .Select(line => $"{line.Place} has {line.Length} characters")));

    [Theory]
    [InlineData("src")]
    [InlineData("build")]
    [InlineData("bench")]
    public void AFileIsNotTooLong(string folder) =>
        Assert.Empty(SourcesIn(folder)
            .Select(path => (Path: Path.GetRelativePath(Root, path), Lines: File.ReadLines(path).Count()))
            .Where(file => file.Lines >= LongestFile)
            .Select(file => $"{file.Path} has {file.Lines} lines"));

    // What a build has put there is nobody's to read.
    private static string[] SourcesIn(string folder)
    {
        string[] made = [.. new[] { "obj", "bin" }.Select(name => $"{Path.DirectorySeparatorChar}{name}{Path.DirectorySeparatorChar}")];
        string[] sources =
        [
            .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
                .Where(path => !made.Any(path[Root.Length..].Contains)),
        ];
        Assert.NotEmpty(sources);
        return sources;
    }
}
