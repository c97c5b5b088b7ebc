namespace CycleGanPS.Core;

/// <summary>
/// A fault that the user can do something about. The message says what is wrong and where; <see cref="Target"/> names the file,
/// key or value it is about, and <see cref="Remedy"/> what helps, which is said in the words of whoever shows it.
/// </summary>
public sealed class CycleGanException(FaultKind kind, string message, object? target = null, Exception? inner = null)
    : Exception(Sentence(message), inner)
{
    /// <summary>What kind of thing went wrong.</summary>
    public FaultKind Kind { get; } = kind;

    /// <summary>The file, folder, key or value that the fault is about.</summary>
    public object? Target { get; } = target;

    /// <summary>What helps, where the message does not say it.</summary>
    public Remedy Remedy { get; init; }

    /// <summary>A text that ends in one full stop: messages quote those of others, which end as they like.</summary>
    internal static string Sentence(string text)
    {
        var said = text.TrimEnd().TrimEnd('.');
        return said.Length > 0 && said[^1] is '!' or '?' or '…' ? said : said + ".";
    }
}
