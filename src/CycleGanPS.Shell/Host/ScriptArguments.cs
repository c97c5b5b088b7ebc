using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace CycleGanPS.Shell.Host;

/// <summary>Arguments of a script from a command line, as pwsh -File takes them.</summary>
internal static class ScriptArguments
{
    /// <summary>Splits into positional values and <c>-Name value</c>, <c>-Name:value</c> and switches, ready to be splatted.</summary>
    public static (object[] Positional, Hashtable Named) Parse(ScriptBlockAst script, IReadOnlyList<string> arguments)
    {
        var positional = new List<object>();
        var named = new Hashtable(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < arguments.Count; index++)
        {
            var argument = arguments[index];
            if (!IsName(argument))
            {
                positional.Add(argument);
                continue;
            }

            var colon = argument.IndexOf(':');
            if (colon > 0)
            {
                named[argument[1..colon]] = Truth(argument[(colon + 1)..]);
            }
            else if (index + 1 < arguments.Count && !IsName(arguments[index + 1]) && !IsSwitch(script, argument[1..]))
            {
                named[argument[1..]] = arguments[++index];
            }
            else
            {
                named[argument[1..]] = true;
            }
        }

        return ([.. positional], named);
    }

    // A dash and a letter; -5 is a number.
    private static bool IsName(string argument) => argument.Length > 1 && argument[0] == '-' && char.IsLetter(argument[1]);

    private static object Truth(string text) => text.ToUpperInvariant() switch
    {
        "$TRUE" or "TRUE" => true,
        "$FALSE" or "FALSE" => false,
        _ => text,
    };

    // A switch takes no value from the next argument; the script's own and the common ones.
    private static bool IsSwitch(ScriptBlockAst script, string name) =>
        name.Equals("Verbose", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Debug", StringComparison.OrdinalIgnoreCase)
        || script.ParamBlock?.Parameters.Any(parameter =>
            parameter.StaticType == typeof(SwitchParameter)
            && parameter.Name.VariablePath.UserPath.StartsWith(name, StringComparison.OrdinalIgnoreCase)) == true;
}
