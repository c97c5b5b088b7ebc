using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Text;

namespace CycleGanPS.Shell.Host;

/// <summary>Edits one line on a terminal, with a history and with completion by Tab.</summary>
/// <param name="complete">What could stand where in a text the cursor is.</param>
internal sealed class LineEditor(Func<string, int, CommandCompletion> complete)
{
    private const int MostNames = 100;

    private readonly List<string> _history = [];
    private readonly StringBuilder _text = new();
    private string _prompt = "";
    private int _cursor;
    private int _cursorRow;
    private int _entry;

    /// <summary>The line, or null at the end of input (Ctrl+D).</summary>
    /// <exception cref="OperationCanceledException">Ctrl+C was pressed.</exception>
    public string? ReadLine(string prompt)
    {
        _prompt = prompt;
        _entry = _history.Count;
        _cursorRow = 0;
        Replace("");
        Console.TreatControlCAsInput = true;
        try
        {
            return ReadKeys();
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    private string? ReadKeys()
    {
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            var isControl = key.Modifiers.HasFlag(ConsoleModifiers.Control);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    return Accept();
                case ConsoleKey.C when isControl:
                    Leave("^C");
                    throw new OperationCanceledException();
                case ConsoleKey.D when isControl && _text.Length == 0:
                    Leave("");
                    return null;
                default:
                    Edit(key, isControl);
                    break;
            }
        }
    }

    private void Edit(ConsoleKeyInfo key, bool isControl)
    {
        switch (key.Key)
        {
            case ConsoleKey.Tab:
                Complete();
                break;
            case ConsoleKey.UpArrow:
                Recall(-1);
                break;
            case ConsoleKey.DownArrow:
                Recall(+1);
                break;
            case ConsoleKey.LeftArrow:
                Move(_cursor - 1);
                break;
            case ConsoleKey.RightArrow:
                Move(_cursor + 1);
                break;
            case ConsoleKey.Home:
            case ConsoleKey.A when isControl:
                Move(0);
                break;
            case ConsoleKey.End:
            case ConsoleKey.E when isControl:
                Move(_text.Length);
                break;
            case ConsoleKey.Backspace:
                Delete(_cursor - 1);
                break;
            case ConsoleKey.Delete:
                Delete(_cursor);
                break;
            case ConsoleKey.Escape:
            case ConsoleKey.U when isControl:
                Replace("");
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                {
                    _text.Insert(_cursor, key.KeyChar);
                    Move(_cursor + 1);
                }

                break;
        }
    }

    private string Accept()
    {
        Leave("");
        var text = _text.ToString();
        if (text.Length > 0 && _history.LastOrDefault() != text)
        {
            _history.Add(text);
        }

        return text;
    }

    private void Leave(string mark)
    {
        Move(_text.Length);
        Console.Out.Write(mark + "\n");
    }

    private void Recall(int step)
    {
        var entry = Math.Clamp(_entry + step, 0, _history.Count);
        if (entry != _entry)
        {
            _entry = entry;
            Replace(entry < _history.Count ? _history[entry] : "");
        }
    }

    private void Delete(int at)
    {
        if (at >= 0 && at < _text.Length)
        {
            _text.Remove(at, 1);
            Move(at);
        }
    }

    private void Complete()
    {
        var completion = complete(_text.ToString(), _cursor);
        var matches = completion.CompletionMatches;
        if (matches.Count == 0)
        {
            return;
        }

        var shared = Shared(matches.Select(match => match.CompletionText).ToList());
        var typed = _text.ToString(completion.ReplacementIndex, completion.ReplacementLength);
        if (matches.Count == 1 || shared.Length > typed.Length)
        {
            _text.Remove(completion.ReplacementIndex, completion.ReplacementLength).Insert(completion.ReplacementIndex, shared);
            Move(completion.ReplacementIndex + shared.Length);
        }
        else
        {
            List(matches.Select(match => match.ListItemText).ToList());
        }
    }

    private void List(List<string> names)
    {
        var cursor = _cursor;
        Leave("");
        var more = names.Count > MostNames ? $"  … and {names.Count - MostNames} more" : "";
        Console.Out.Write(string.Join("  ", names.Take(MostNames)) + more + "\n");
        _cursorRow = 0;
        Move(cursor);
    }

    private static string Shared(List<string> texts) =>
        texts.Aggregate((first, second) =>
        {
            var length = 0;
            while (length < Math.Min(first.Length, second.Length) && char.ToUpperInvariant(first[length]) == char.ToUpperInvariant(second[length]))
            {
                length++;
            }

            return first[..length];
        });

    private void Replace(string text)
    {
        _text.Clear().Append(text);
        Move(text.Length);
    }

    // Draws everything anew, with the cursor where it now is. The line may go over several rows of the terminal.
    private void Move(int cursor)
    {
        _cursor = Math.Clamp(cursor, 0, _text.Length);
        var width = ConsoleRawUserInterface.Width;
        var text = _text.ToString();
        var before = CharacterCells.Count(new StringDecorated(_prompt).ToString(OutputRendering.PlainText)) + CharacterCells.Count(text.AsSpan(0, _cursor));
        var all = before + CharacterCells.Count(text.AsSpan(_cursor));

        // The terminal stays at the edge of a full row until something follows.
        var edge = all > 0 && all % width == 0 ? " \r" : "";
        var screen = new StringBuilder(Ansi.LineUp(_cursorRow)).Append('\r').Append(_prompt).Append(text).Append(edge).Append(Ansi.EraseBelow)
            .Append(Ansi.LineUp((all / width) - (before / width))).Append('\r').Append(Ansi.Right(before % width));
        Console.Out.Write(screen.ToString());
        _cursorRow = before / width;
    }
}
