using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Xml;

namespace CycleGanPS.Shell.Commands;

/// <summary>Writes to the host through the information stream.</summary>
[Cmdlet(VerbsCommunications.Write, "Host")]
public sealed class WriteHostCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromRemainingArguments = true, ValueFromPipeline = true)]
    [Alias("Msg", "Message")]
    public object? Object { get; set; }

    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    [Parameter]
    public object Separator { get; set; } = " ";

    [Parameter]
    public ConsoleColor? ForegroundColor { get; set; }

    [Parameter]
    public ConsoleColor? BackgroundColor { get; set; }

    protected override void ProcessRecord()
    {
        var text = new StringBuilder();
        Append(text, Object);
        var message = new HostInformationMessage
        {
            Message = text.ToString(),
            NoNewLine = NoNewline,
            ForegroundColor = ForegroundColor,
            BackgroundColor = BackgroundColor,
        };
        // The engine hands a message tagged PSHOST to the host.
        WriteInformation(message, ["PSHOST"]);
    }

    private void Append(StringBuilder text, object? value)
    {
        value = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        switch (value)
        {
            case null:
                break;
            case string s:
                text.Append(s);
                break;
            case XmlNode node:
                text.Append(node.Name);
                break;
            case IEnumerable items and not IDictionary:
                var first = true;
                foreach (var item in items)
                {
                    if (!first)
                    {
                        text.Append(LanguagePrimitives.ConvertTo<string>(Separator));
                    }

                    Append(text, item);
                    first = false;
                }

                break;
            case IDictionary dictionary:
                Append(text, dictionary.Cast<object>().ToArray());
                break;
            default:
                text.Append(LanguagePrimitives.ConvertTo(value, typeof(string), CultureInfo.InvariantCulture));
                break;
        }
    }
}
