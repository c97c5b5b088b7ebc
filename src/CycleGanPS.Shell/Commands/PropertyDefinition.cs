using System.Collections;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace CycleGanPS.Shell.Commands;

/// <summary>A property as a command names it: a name, a wildcard, a script block or a hashtable of these.</summary>
internal sealed class PropertyDefinition
{
    private static readonly string[] _keys = ["Name", "Label", "Expression", "Descending", "Ascending"];

    private PropertyDefinition(PSPropertyExpression expression) => Expression = expression;

    public string? Name { get; private set; }

    public PSPropertyExpression Expression { get; }

    public bool? Descending { get; private set; }

    public static PropertyDefinition[] ParseAll(object[]? properties, PSCmdlet command) =>
        properties is null ? [] : Array.ConvertAll(properties, property => Parse(property, command));

    public static PropertyDefinition Parse(object property, PSCmdlet command)
    {
        property = property is PSObject wrapped ? wrapped.BaseObject : property;
        if (property is not IDictionary table)
        {
            return new PropertyDefinition(ToExpression(property));
        }

        object? expression = null;
        string? name = null;
        bool? descending = null;
        foreach (DictionaryEntry entry in table)
        {
            var key = entry.Key.ToString()!;
            var matches = Array.FindAll(_keys, k => k.StartsWith(key, StringComparison.OrdinalIgnoreCase));
            switch (matches.Length == 1 ? matches[0] : "")
            {
                case "Expression":
                    expression = entry.Value is PSObject o ? o.BaseObject : entry.Value;
                    break;
                case "Name":
                case "Label":
                    name = LanguagePrimitives.ConvertTo<string>(entry.Value);
                    break;
                case "Descending":
                    descending = LanguagePrimitives.IsTrue(entry.Value);
                    break;
                case "Ascending":
                    descending = !LanguagePrimitives.IsTrue(entry.Value);
                    break;
                default:
                    command.ThrowTerminatingError(new ErrorRecord(
                        new NotSupportedException($"The {key} key is not valid."),
                        "DictionaryKeyUnknown", ErrorCategory.InvalidArgument, property));
                    break;
            }
        }

        if (expression is null && name is null)
        {
            command.ThrowTerminatingError(new ErrorRecord(
                new NotSupportedException("The hashtable names no Expression."),
                "DictionaryKeyMandatoryEntry", ErrorCategory.InvalidArgument, property));
        }

        return new PropertyDefinition(ToExpression(expression ?? name!)) { Name = name, Descending = descending };
    }

    private static PSPropertyExpression ToExpression(object value) => value is ScriptBlock script
        ? new PSPropertyExpression(script)
        : new PSPropertyExpression(LanguagePrimitives.ConvertTo<string>(value));
}
