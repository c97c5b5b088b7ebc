using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace CycleGanPS.Shell.Commands;

/// <summary>Objects to JSON, to the depth that is asked for; what lies deeper becomes its text.</summary>
internal sealed class JsonText(int depth, bool compress, bool enumsAsStrings, StringEscapeHandling escape)
{
    /// <summary>Whether something lay deeper than the depth.</summary>
    public bool IsTruncated { get; private set; }

    public string Of(object? value)
    {
        var text = new StringWriter(new StringBuilder(), CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var writer = new JsonTextWriter(text)
        {
            Formatting = compress ? Formatting.None : Formatting.Indented,
            StringEscapeHandling = escape,
        };
        Write(writer, value, 0);
        return text.ToString();
    }

    private void Write(JsonTextWriter writer, object? value, int level)
    {
        var wrapper = value as PSObject;
        var item = wrapper is null ? value : wrapper.BaseObject is PSCustomObject ? wrapper : wrapper.BaseObject;
        switch (item)
        {
            case null or DBNull:
                writer.WriteNull();
                return;
            case string or char or bool or DateTime or DateTimeOffset or Guid or Uri or Version or decimal or float or double or BigInteger
                or byte or sbyte or short or ushort or int or uint or long or ulong:
                WriteScalar(writer, item);
                return;
            case Enum e:
                writer.WriteValue(enumsAsStrings ? e.ToString() : Convert.ChangeType(e, Enum.GetUnderlyingType(e.GetType()), CultureInfo.InvariantCulture));
                return;
            case JToken token:
                token.WriteTo(writer);
                return;
        }

        if (level > depth)
        {
            IsTruncated = true;
            writer.WriteValue(LanguagePrimitives.ConvertTo(value, typeof(string), CultureInfo.InvariantCulture));
            return;
        }

        if (item is IDictionary table)
        {
            WriteObject(writer, table.Keys.Cast<object>().Select(key => (LanguagePrimitives.ConvertTo<string>(key), table[key])), level);
        }
        else if (item is IEnumerable items and not PSObject)
        {
            writer.WriteStartArray();
            foreach (var entry in items)
            {
                Write(writer, entry, level + 1);
            }

            writer.WriteEndArray();
        }
        else
        {
            WriteObject(writer, PropertiesOf(wrapper ?? PSObject.AsPSObject(item), item), level);
        }
    }

    private static void WriteScalar(JsonTextWriter writer, object value)
    {
        switch (value)
        {
            case Version version:
                writer.WriteValue(version.ToString());
                break;
            case Uri uri:
                writer.WriteValue(uri.OriginalString);
                break;
            default:
                writer.WriteValue(value);
                break;
        }
    }

    private void WriteObject(JsonTextWriter writer, IEnumerable<(string Name, object? Value)> members, int level)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            Write(writer, value, level + 1);
        }

        writer.WriteEndObject();
    }

    private static IEnumerable<(string Name, object? Value)> PropertiesOf(PSObject wrapper, object item)
    {
        // Of an object of .NET its own public members count, and what was added to this very object.
        var members = item is PSObject
            ? wrapper.Properties.Where(p => p.IsGettable)
            : wrapper.Properties.Where(p => p.IsGettable && (p.MemberType == PSMemberTypes.Property || p.IsInstance));
        foreach (var member in members)
        {
            object? value;
            try
            {
                value = member.Value;
            }
            catch (GetValueException)
            {
                value = null;
            }

            yield return (member.Name, value);
        }
    }
}
