using System.Text;
using CycleGanPS.Core.Files;

namespace CycleGanPS.Core.Runs;

/// <summary>
/// A log of a run, as CSV: a header, then one row a record, numbers in invariant format. Appended and flushed row by row, so it can be read
/// while the run goes on.
/// </summary>
/// <typeparam name="T">What a row says.</typeparam>
internal sealed class RecordLog<T> : IDisposable
    where T : class
{
    private readonly RecordFormat<T> _format;
    private readonly FileStream _stream;

    /// <summary>Opens a log at its end, and begins it with the header if it is new.</summary>
    public RecordLog(string path, RecordFormat<T> format)
    {
        _format = format;
        // Without a buffer: a row is one write, and what a full disk refuses is not tried again.
        _stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        if (_stream.Length == 0)
        {
            WriteLine(format.Header);
        }
    }

    /// <exception cref="CycleGanException">The disk refuses.</exception>
    public void Append(T record) => WriteLine(_format.Row(record));

    /// <summary>Waits until the rows are on the disk.</summary>
    public void FlushToDisk() => _stream.Flush(flushToDisk: true);

    /// <summary>All whole records of a log. A last row that is still being written is left out.</summary>
    /// <exception cref="CycleGanException">The file is no such log, or a row of it is damaged.</exception>
    public static IEnumerable<T> Read(string path, RecordFormat<T> format)
    {
        using var stream = Open(path);
        using var reader = new StreamReader(stream);
        var endsWhole = EndsWithNewLine(stream);
        if (reader.ReadLine() is not { } header)
        {
            yield break;
        }

        var names = header.Split(',');
        for (var line = 2; reader.ReadLine() is { } row; line++)
        {
            var cells = row.Split(',');
            T? record = null;
            if (cells.Length == names.Length)
            {
                record = format.Parse(names.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second));
            }

            // A number that was cut off is still a number.
            var isLast = reader.Peek() < 0;
            if (isLast && (record is null || !endsWhole))
            {
                yield break;
            }

            if (record is null)
            {
                throw new CycleGanException(FaultKind.UnreadableRun, $"Line {line} of {path} is not {format.What}: '{row}'.", path);
            }

            yield return record;
        }
    }

    /// <summary>Drops the first record that is not kept and all after it, before a run goes on from there.</summary>
    public static void Truncate(string path, RecordFormat<T> format, Func<T, bool> isKept)
    {
        if (!File.Exists(path))
        {
            return;
        }

        var kept = Read(path, format).TakeWhile(isKept).Select(format.Row).Prepend(format.Header).ToList();
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            kept.ForEach(writer.WriteLine);
        });
    }

    public void Dispose() => _stream.Dispose();

    private void WriteLine(string line)
    {
        try
        {
            _stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CycleGanException(FaultKind.OutputNotWritable, $"'{_stream.Name}' cannot be written: {fault.Message}", _stream.Name, fault);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return RegularFile.OpenRead(path, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CycleGanException(FaultKind.UnreadableRun, $"{path} cannot be read: {fault.Message}", path, fault);
        }
    }

    private static bool EndsWithNewLine(FileStream stream)
    {
        if (stream.Length == 0)
        {
            return false;
        }

        stream.Position = stream.Length - 1;
        var last = stream.ReadByte();
        stream.Position = 0;
        return last == '\n';
    }
}
