using System.Management.Automation.Language;

namespace CycleGanPS.Shell.Host;

/// <summary>The interactive prompt: one line at a time, more lines while the parser says that one is unfinished.</summary>
internal sealed class Prompt(Session session)
{
    private static readonly bool IsOnTerminal = !Console.IsInputRedirected && !Console.IsOutputRedirected;

    private readonly LineEditor _editor = new(session.Complete);

    public int Run()
    {
        session.IsInteractive = IsOnTerminal;
        var code = ExitCodes.Success;
        while (!session.HasEnded && Read() is { } text)
        {
            code = session.RunCommand(text);
        }

        return session.HasEnded ? code : ExitCodes.Success;
    }

    private string? Read()
    {
        while (true)
        {
            try
            {
                return ReadStatement();
            }
            catch (OperationCanceledException)
            {
                // Ctrl+C gives up what was typed, and begins anew.
            }
        }
    }

    private string? ReadStatement()
    {
        var text = ReadLine(session.Evaluate("prompt"), "> ");
        while (text is not null && IsUnfinished(text))
        {
            if (ReadLine(">> ", ">> ") is not { } more)
            {
                break;
            }

            text += "\n" + more;
        }

        return text;
    }

    private string? ReadLine(string prompt, string fallback) =>
        IsOnTerminal ? _editor.ReadLine(prompt.Length > 0 ? prompt : fallback) : Console.In.ReadLine();

    private static bool IsUnfinished(string text)
    {
        Parser.ParseInput(text, out _, out var errors);
        return errors.Any(error => error.IncompleteInput);
    }
}
