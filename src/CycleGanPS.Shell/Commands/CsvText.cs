using System.Management.Automation;
using System.Text;

namespace CycleGanPS.Shell.Commands;

/// <summary>Writes objects as lines of comma separated values.</summary>
internal sealed class CsvText(char delimiter, CsvQuoting quoting, string[] quotedFields)
{
    public static string[] NamesOf(PSObject item) => item.BaseObject is System.Collections.IDictionary table
        ? [.. table.Keys.Cast<object>().Select(key => LanguagePrimitives.ConvertTo<string>(key))]
        : [.. item.Properties.Where(p => p.IsGettable).Select(p => p.Name)];

    public string Header(string[] names) => Line(names, names);

    public string Row(string[] names, PSObject item) => Line(names, Array.ConvertAll(names, name => ValueOf(item, name)));

    private static string? ValueOf(PSObject item, string name)
    {
        try
        {
            // As PowerShell does: what the value says of itself.
            return (item.BaseObject is System.Collections.IDictionary table && table.Contains(name)
                ? table[name]
                : item.Properties[name]?.Value)?.ToString();
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    private string Line(string[] names, string?[] values)
    {
        var line = new StringBuilder();
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                line.Append(delimiter);
            }

            // No value is not an empty text: it is left out.
            if (values[i] is not { } value)
            {
                continue;
            }

            if (IsQuoted(names[i], value))
            {
                line.Append('"').Append(value.Replace("\"", "\"\"")).Append('"');
            }
            else
            {
                line.Append(value);
            }
        }

        return line.ToString();
    }

    private bool IsQuoted(string name, string value) =>
        quotedFields.Length > 0 ? quotedFields.Contains(name, StringComparer.OrdinalIgnoreCase)
        : quoting switch
        {
            CsvQuoting.Always => true,
            CsvQuoting.Never => false,
            _ => value.AsSpan().IndexOfAny(['"', '\n', '\r', delimiter]) >= 0,
        };
}
