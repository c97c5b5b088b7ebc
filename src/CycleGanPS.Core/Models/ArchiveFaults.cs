namespace CycleGanPS.Core.Models;

/// <summary>Turns what a reader of our binary formats trips over into one sentence that names the file.</summary>
internal static class ArchiveFaults
{
    /// <summary>Runs a reader; its format faults come out as <see cref="CycleGanException"/>.</summary>
    public static T Guard<T>(string path, string expected, Func<T> read, FaultKind kind = FaultKind.UnreadableArchive)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CycleGanException(FaultKind.PathNotFound, $"There is no file '{path}'.", path, exception);
        }
        catch (EndOfStreamException exception)
        {
            throw new CycleGanException(kind, $"'{path}' ends too early; it is cut off or damaged. Expected: {expected}.", path, exception);
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException)
        {
            throw new CycleGanException(kind, $"'{path}' cannot be read: found {exception.Message.TrimEnd('.')}. Expected: {expected}.", path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CycleGanException(kind, $"'{path}' cannot be read: {exception.Message}", path, exception);
        }
    }
}
