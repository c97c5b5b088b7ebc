using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace CycleGanPS.Shell.Host;

/// <summary>Writes what scripts say: output to standard output, errors to standard error, progress to a terminal only.</summary>
internal sealed class ConsoleUserInterface : PSHostUserInterface
{
    private readonly ConsoleRawUserInterface _raw = new();
    private readonly Lock _gate = new();
    private readonly ProgressBars _progress;

    public ConsoleUserInterface() => _progress = new ProgressBars(_gate);

    public override PSHostRawUserInterface RawUI => _raw;

    public override bool SupportsVirtualTerminal => Terminal.ShowsColors;

    public override void Write(string value) => Out(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Out(Terminal.ShowsColors ? $"{Ansi.Foreground(foregroundColor)}{Ansi.Background(backgroundColor)}{value}{Ansi.Reset}" : value);

    public override void WriteLine(string value) => Out(value + "\n");

    public override void WriteLine() => Out("\n");

    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        Write(foregroundColor, backgroundColor, value);
        WriteLine();
    }

    public override void WriteErrorLine(string value)
    {
        var text = Plain(value, Terminal.ShowsErrorColors);
        lock (_gate)
        {
            _progress.Suspend();
            Console.Error.WriteLine(Terminal.ShowsErrorColors ? $"{Ansi.Foreground(ConsoleColor.Red)}{text}{Ansi.Reset}" : text);
            _progress.Resume();
        }
    }

    public override void WriteWarningLine(string message) => WriteLine(ConsoleColor.Yellow, ConsoleColor.Black, $"WARNING: {message}");

    public override void WriteVerboseLine(string message) => WriteLine(ConsoleColor.Yellow, ConsoleColor.Black, $"VERBOSE: {message}");

    public override void WriteDebugLine(string message) => WriteLine(ConsoleColor.Yellow, ConsoleColor.Black, $"DEBUG: {message}");

    public override void WriteProgress(long sourceId, ProgressRecord record) => _progress.Update(record);

    /// <summary>Gives the terminal to somebody else, such as another program, until <see cref="ResumeProgress"/>.</summary>
    public void SuspendProgress()
    {
        lock (_gate)
        {
            _progress.Suspend();
        }
    }

    public void ResumeProgress()
    {
        lock (_gate)
        {
            _progress.Resume();
        }
    }

    /// <summary>Forgets all progress, when a pipeline is done.</summary>
    public void EndProgress()
    {
        lock (_gate)
        {
            _progress.Forget();
        }
    }

    public override string ReadLine()
    {
        SuspendProgress();
        var line = Console.ReadLine();
        ResumeProgress();
        return line ?? throw new InvalidOperationException("There is no more input to answer from.");
    }

    public override SecureString ReadLineAsSecureString() => throw Unsupported("reading a secret");

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        WriteHeading(caption, message);
        var answers = new Dictionary<string, PSObject>();
        foreach (var description in descriptions)
        {
            Write($"{description.Name}: ");
            answers[description.Name] = PSObject.AsPSObject(ReadLine());
        }

        return answers;
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        WriteHeading(caption, message);
        var labels = choices.Select(choice => new ChoiceLabel(choice.Label)).ToList();
        var question = string.Join("  ", labels.Select(label => $"[{label.Key}] {label.Text}"));
        while (true)
        {
            Write(defaultChoice >= 0 ? $"{question} (default is \"{labels[defaultChoice].Key}\"): " : $"{question}: ");
            var answer = ReadLine().Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
            {
                return defaultChoice;
            }

            var index = labels.FindIndex(label => label.IsMeant(answer));
            if (index >= 0)
            {
                return index;
            }
        }
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw Unsupported("a prompt for credentials");

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        throw Unsupported("a prompt for credentials");

    private void WriteHeading(string caption, string message)
    {
        foreach (var line in new[] { caption, message }.Where(line => !string.IsNullOrEmpty(line)))
        {
            WriteLine(line);
        }
    }

    private void Out(string text)
    {
        lock (_gate)
        {
            if (OutputCapture.TryTake(Plain(text, colors: false)))
            {
                return;
            }

            _progress.Suspend();
            Console.Out.Write(Plain(text, Terminal.ShowsColors));

            // Bars below an unfinished line would take it away with them.
            if (text.EndsWith('\n'))
            {
                _progress.Resume();
            }
        }
    }

    // Views are rendered with escape codes; what is redirected gets none.
    private static string Plain(string text, bool colors) =>
        colors ? text : new System.Management.Automation.Internal.StringDecorated(text).ToString(OutputRendering.PlainText);

    private static NotSupportedException Unsupported(string what) =>
        new($"The embedded host does not support {what}; give the value as a parameter, or use pwsh.");
}
