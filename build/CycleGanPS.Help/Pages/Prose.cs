namespace CycleGanPS.Help.Pages;

/// <summary>Paragraphs of plain text under a heading.</summary>
/// <param name="Line">The heading's line in the file, counted from 1.</param>
/// <param name="Paragraphs">One string a paragraph, each on one line.</param>
public sealed record Prose(int Line, IReadOnlyList<string> Paragraphs)
{
    public static Prose None { get; } = new(1, []);

    public bool IsEmpty => Paragraphs.Count == 0;
}
