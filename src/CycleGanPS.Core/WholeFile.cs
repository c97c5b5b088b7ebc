namespace CycleGanPS.Core;

/// <summary>Writes a file whole or not at all: beside its final name, flushed to the disk, then renamed.</summary>
public static class WholeFile
{
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = TemporaryNameBeside(path);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CycleGanException(
                FaultKind.OutputNotWritable, $"The file '{path}' could not be written: {exception.Message}", path, exception);
        }
        finally
        {
            // Still there only if something failed.
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }

    // Same folder, so that the rename stays on one file system; hidden, so that no listing of images meets it half written.
    private static string TemporaryNameBeside(string path) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Guid.NewGuid():N}.tmp");
}
