namespace CycleGanPS.Core.Tests;

/// <summary>A folder of its own for one test, gone when the test ends.</summary>
/// <param name="parent">Where it lies; the system's folder for such things if not given.</param>
internal sealed class TemporaryFolder(string? parent = null) : IDisposable
{
    public string Path { get; } = parent is null
        ? Directory.CreateTempSubdirectory("cyclegan-test-").FullName
        : Directory.CreateDirectory(System.IO.Path.Combine(parent, $"cyclegan-test-{Guid.NewGuid():N}")).FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
