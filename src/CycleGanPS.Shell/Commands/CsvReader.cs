using System.Management.Automation;
using System.Text;

namespace CycleGanPS.Shell.Commands;

/// <summary>Reads comma separated values into objects with text properties.</summary>
internal sealed class CsvReader(TextReader text, char delimiter)
{
    public static string[]? HeaderOf(string path, Encoding encoding, char delimiter)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, encoding);
        return new CsvReader(reader, delimiter).ReadHeader(out _);
    }

    /// <summary>The first row that is not a comment; the type name if a comment gives one.</summary>
    public string[]? ReadHeader(out string? typeName)
    {
        typeName = null;
        while (text.Peek() == '#')
        {
            var comment = text.ReadLine()!;
            if (comment.StartsWith("#TYPE ", StringComparison.OrdinalIgnoreCase))
            {
                typeName = "CSV:" + comment[6..].Trim();
            }
        }

        return ReadRow()?.ToArray()!;
    }

    public IEnumerable<PSObject> ReadObjects(string[] header, string? typeName)
    {
        while (ReadRow() is { } row)
        {
            // An empty line is no row.
            if (row is [null or ""] && header.Length > 1)
            {
                continue;
            }

            var item = new PSObject();
            for (var i = 0; i < header.Length; i++)
            {
                item.Properties.Add(new PSNoteProperty(header[i], i < row.Count ? row[i] : null));
            }

            if (typeName is not null)
            {
                item.TypeNames.Insert(0, typeName);
            }

            yield return item;
        }
    }

    private List<string?>? ReadRow()
    {
        if (text.Peek() < 0)
        {
            return null;
        }

        List<string?> row = [];
        var field = new StringBuilder();
        var quoted = false;
        while (true)
        {
            var c = text.Read();
            if (quoted && c >= 0)
            {
                if (c != '"')
                {
                    field.Append((char)c);
                }
                else if (text.Peek() == '"')
                {
                    field.Append((char)text.Read());
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c == delimiter || c is '\n' or '\r' or < 0)
            {
                row.Add(field.ToString());
                field.Clear();
                if (c == '\r' && text.Peek() == '\n')
                {
                    text.Read();
                }

                if (c != delimiter)
                {
                    return row;
                }
            }
            else if (c is ' ' or '\t' && field.Length == 0)
            {
                // Blanks before a field do not count.
            }
            else
            {
                field.Append((char)c);
            }
        }
    }
}
