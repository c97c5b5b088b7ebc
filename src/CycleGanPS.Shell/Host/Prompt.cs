namespace CycleGanPS.Shell.Host;

/// <summary>The interactive prompt: one line at a time, more lines while the parser says that one is unfinished.</summary>
internal sealed class Prompt(Session session)
{
    public int Run()
    {
        var code = ExitCodes.Success;
        while (!session.HasEnded && Read() is { } text)
        {
            code = session.RunCommand(text);
        }

        return session.HasEnded ? code : ExitCodes.Success;
    }

    private string? Read()
    {
        Show(session.Evaluate("prompt"), "> ");
        var text = Console.In.ReadLine();
        while (text is not null && IsUnfinished(text))
        {
            Show(">> ", ">> ");
            if (Console.In.ReadLine() is not { } more)
            {
                break;
            }

            text += "\n" + more;
        }

        return text;
    }

    private static void Show(string prompt, string fallback)
    {
        if (!Console.IsInputRedirected)
        {
            Console.Out.Write(prompt.Length > 0 ? prompt : fallback);
        }
    }

    private static bool IsUnfinished(string text)
    {
        System.Management.Automation.Language.Parser.ParseInput(text, out _, out var errors);
        return errors.Any(error => error.IncompleteInput);
    }
}
