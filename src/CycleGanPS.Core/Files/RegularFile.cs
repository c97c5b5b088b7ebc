namespace CycleGanPS.Core.Files;

/// <summary>
/// The one way in to what a user names or a folder holds. Links are followed. What is no file (a pipe, a device, a folder) is refused before
/// it is opened: opening a pipe can wait for ever, and reading a device need not end.
/// </summary>
internal static class RegularFile
{
    /// <summary>Opens a file to read.</summary>
    /// <exception cref="IOException">It is not there, or is no file.</exception>
    /// <exception cref="UnauthorizedAccessException">We may not read it.</exception>
    public static FileStream OpenRead(string path, FileShare share = FileShare.Read, int bufferSize = 1 << 16)
    {
        Require(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, share, bufferSize);
    }

    /// <summary>A whole file.</summary>
    /// <exception cref="IOException">As for <see cref="OpenRead"/>.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        Require(path);
        return File.ReadAllBytes(path);
    }

    /// <summary>A whole file of text.</summary>
    /// <exception cref="IOException">As for <see cref="OpenRead"/>.</exception>
    public static string ReadAllText(string path)
    {
        Require(path);
        return File.ReadAllText(path);
    }

    /// <summary>The bytes of a file, not of a link to it.</summary>
    /// <exception cref="IOException">As for <see cref="OpenRead"/>.</exception>
    public static long LengthOf(string path) => Require(path)?.Length ?? new FileInfo(path).Length;

    // What the system tells nothing about is left to it to refuse, when it is opened.
    private static FileStatus? Require(string path) => FileStatus.Of(path) switch
    {
        { Nature: not FileNature.File } other => throw new IOException($"'{path}' is a {other.Nature.ToString().ToLowerInvariant()}, not a file."),
        var status => status,
    };
}
