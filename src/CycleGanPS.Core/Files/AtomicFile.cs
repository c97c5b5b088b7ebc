using System.Text.RegularExpressions;

namespace CycleGanPS.Core.Files;

/// <summary>
/// Writes a file whole or not at all: beside its final name, flushed to disk, then renamed. A reader sees the
/// old file or the new one; a crash or a fault leaves the old one, and no half file under the final name.
/// </summary>
internal static partial class AtomicFile
{
    /// <summary>Writes <paramref name="path"/> through <paramref name="write"/>; the stream can seek.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    /// <param name="toDisk">
    /// Wait until the disk has it, which can take longer than all else. Without, a power cut can leave an empty file: for
    /// what is checked when it is read and can be made again.
    /// </param>
    /// <exception cref="CycleGanException"><see cref="FaultKind.OutputNotWritable"/>: the disk refuses.</exception>
    public static void Write(string path, Action<Stream> write, bool toDisk = true)
    {
        var fullPath = Path.GetFullPath(path);
        // A name of its own: with an ending to it, the file's could be longer than file systems allow.
        var temporary = Path.Combine(Path.GetDirectoryName(fullPath)!, $"unfinished.{Guid.NewGuid().ToString("N")[..8]}.tmp");
        var isMoved = false;
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(toDisk);
            }

            File.Move(temporary, fullPath, overwrite: true);
            isMoved = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The system names what it was asked for, which is no name that the user knows.
            var reason = exception.Message.Replace(temporary, fullPath, StringComparison.Ordinal);
            throw new CycleGanException(FaultKind.OutputNotWritable, $"'{path}' cannot be written: {reason}", path, exception);
        }
        finally
        {
            // Else in vain, and threads that write into one folder would wait for each other.
            if (!isMoved)
            {
                RemoveLeftover(temporary);
            }
        }
    }

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>Removes the files of a folder that a process which was killed left half written.</summary>
    public static void Sweep(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.tmp").Where(IsTemporary))
        {
            RemoveLeftover(path);
        }
    }

    /// <summary>Whether a file has a name that only <see cref="Write"/> gives.</summary>
    public static bool IsTemporary(string path) => TemporaryName().IsMatch(path);

    [GeneratedRegex(@"\.[0-9a-f]{8}\.tmp$")]
    private static partial Regex TemporaryName();

    private static void RemoveLeftover(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The fault that left the file behind is the one worth reporting.
        }
    }
}
