namespace CycleGanPS.Shell.Host;

/// <summary>One answer of a question: "&amp;Yes" reads Yes and is chosen with Y.</summary>
internal sealed class ChoiceLabel(string label)
{
    public string Text { get; } = label.Replace("&", "", StringComparison.Ordinal);

    public string Key { get; } = label.IndexOf('&', StringComparison.Ordinal) is var at && at >= 0 && at + 1 < label.Length
        ? char.ToUpperInvariant(label[at + 1]).ToString()
        : label;

    public bool IsMeant(string answer) =>
        answer.Equals(Key, StringComparison.OrdinalIgnoreCase) || answer.Equals(Text, StringComparison.OrdinalIgnoreCase);
}
