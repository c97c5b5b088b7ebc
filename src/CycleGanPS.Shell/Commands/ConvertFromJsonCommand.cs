using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace CycleGanPS.Shell.Commands;

/// <summary>Turns JSON into objects or hashtables.</summary>
[Cmdlet(VerbsData.ConvertFrom, "Json")]
[OutputType(typeof(PSObject), typeof(OrderedHashtable))]
public sealed class ConvertFromJsonCommand : PSCmdlet
{
    private readonly StringBuilder _text = new();
    private int _lines;

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string InputObject { get; set; } = "";

    [Parameter]
    public SwitchParameter AsHashtable { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Depth { get; set; } = 1024;

    [Parameter]
    public SwitchParameter NoEnumerate { get; set; }

    protected override void ProcessRecord()
    {
        _text.Append(_lines++ > 0 ? "\n" : "").Append(InputObject);
    }

    protected override void EndProcessing()
    {
        var text = _text.ToString();
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        try
        {
            using var reader = new JsonTextReader(new StringReader(text)) { MaxDepth = Depth, DateParseHandling = DateParseHandling.None };
            var token = JToken.ReadFrom(reader, new JsonLoadSettings { CommentHandling = CommentHandling.Ignore });
            while (reader.Read())
            {
                if (reader.TokenType != JsonToken.Comment)
                {
                    throw new JsonReaderException("Additional text found in JSON string after parsing.");
                }
            }

            WriteObject(Convert(token), enumerateCollection: !NoEnumerate);
        }
        catch (JsonException exception)
        {
            ThrowTerminatingError(new ErrorRecord(
                new ArgumentException("Conversion from JSON failed with error: " + exception.Message, exception),
                "System.ArgumentException", ErrorCategory.NotSpecified, null));
        }
    }

    private object? Convert(JToken token)
    {
        switch (token)
        {
            case JArray array:
                return array.Select(Convert).ToArray();
            case JObject item when AsHashtable:
                var table = new OrderedHashtable();
                foreach (var property in item.Properties())
                {
                    table[property.Name] = Convert(property.Value);
                }

                return table;
            case JObject item:
                var result = new PSObject();
                foreach (var property in item.Properties())
                {
                    if (property.Name.Length == 0 || result.Properties[property.Name] is not null)
                    {
                        ThrowTerminatingError(new ErrorRecord(
                            new InvalidOperationException(
                                $"Cannot convert the JSON string because it contains the key '{property.Name}' twice or a key without a name. Use the -AsHashTable switch instead."),
                            "KeysWithDifferentCasingInJsonString", ErrorCategory.InvalidOperation, null));
                    }

                    result.Properties.Add(new PSNoteProperty(property.Name, Convert(property.Value)));
                }

                return result;
            default:
                return Scalar(((JValue)token).Value);
        }
    }

    /// <summary>Texts that are ISO dates become dates, as PowerShell does by default.</summary>
    private static object? Scalar(object? value) => value switch
    {
        BigInteger big => big,
        string s when s.Length is >= 19 and <= 40 && s[4] == '-' && s[10] == 'T' && JsonDate(s) is { } date => date,
        _ => value,
    };

    private static DateTime? JsonDate(string text)
    {
        try
        {
            return JsonConvert.DeserializeObject<DateTime>(JsonConvert.ToString(text), new JsonSerializerSettings
            {
                Culture = CultureInfo.InvariantCulture,
                DateTimeZoneHandling = DateTimeZoneHandling.RoundtripKind,
            });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
