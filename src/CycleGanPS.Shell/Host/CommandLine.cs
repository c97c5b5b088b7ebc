using System.Management.Automation.Runspaces;

namespace CycleGanPS.Shell.Host;

/// <summary>What is to be run. With neither file nor command it is the prompt.</summary>
internal sealed record CommandLine(string? File, string? Command, IReadOnlyList<CommandParameter> Arguments)
{
    /// <summary>The command line, or null if it is not one.</summary>
    public static CommandLine? Parse(string[] arguments) => arguments switch
    {
        [] => new CommandLine(null, null, []),
        ["-File", var file, .. var rest] => new CommandLine(Path.GetFullPath(file), null, [.. ScriptArguments(rest)]),
        ["-Command", .. { Length: > 0 } words] => new CommandLine(null, string.Join(' ', words), []),
        _ => null,
    };

    // As pwsh does it: a word with a dash is a parameter and what follows is for the binder to give it, since only the
    // binder knows a switch. `-Name:value` is one word; a switch is set with `-Name:$false` or `-Name:false`.
    private static IEnumerable<CommandParameter> ScriptArguments(string[] words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (word.Length < 2 || word[0] != '-' || !(char.IsLetter(word[1]) || word[1] is '_' or '?'))
            {
                yield return new CommandParameter(null, word);
                continue;
            }

            var colon = word.IndexOf(':');
            if (colon < 0)
            {
                yield return new CommandParameter(word, null);
            }
            else if (colon < word.Length - 1)
            {
                yield return new CommandParameter(word[..colon], SwitchOrText(word[(colon + 1)..]));
            }
            else if (++i < words.Length)
            {
                yield return new CommandParameter(word[..colon], words[i]);
            }
        }
    }

    private static object SwitchOrText(string text) => text.TrimStart('$').ToUpperInvariant() switch
    {
        "TRUE" => true,
        "FALSE" => false,
        _ => text,
    };
}
