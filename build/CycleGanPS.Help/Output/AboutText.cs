using System.Text;
using CycleGanPS.Help.Pages;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace CycleGanPS.Help.Output;

/// <summary>Writes a topic as the text that Get-Help shows, for a console of 80 columns.</summary>
public sealed class AboutText
{
    private const int Width = 80;
    private const int Indent = 4;

    private readonly MarkdownFile _topic;
    private readonly Faults _faults;
    private readonly StringBuilder _text = new();
    private bool _underHeading;

    private AboutText(MarkdownFile topic, Faults faults) => (_topic, _faults) = (topic, faults);

    public static string Write(MarkdownFile topic, Faults faults)
    {
        var about = new AboutText(topic, faults);
        foreach (var block in topic.Blocks)
        {
            about.Write(block);
        }

        return about._text.ToString();
    }

    private void Write(Block block)
    {
        switch (block)
        {
            case HeadingBlock { Level: 1 } heading:
                Title("TOPIC");
                Lines([PlainText.Of(heading, _topic, _faults)], Indent);
                break;
            case HeadingBlock { Level: 2 } heading:
                _text.Append('\n');
                Title(PlainText.Of(heading, _topic, _faults).ToUpperInvariant());
                break;
            case ParagraphBlock paragraph:
                Apart();
                Lines(Wrapped(paragraph), Indent);
                break;
            case FencedCodeBlock code:
                Apart();
                Lines(code.Lines.ToString().Split('\n'), 2 * Indent);
                break;
            case ListBlock list:
                Apart();
                Lines(list.Descendants<ParagraphBlock>().SelectMany(Wrapped), Indent);
                break;
            case Table table:
                Apart();
                Lines(TextTable.Lines(Cells(table), Width - Indent), Indent);
                break;
            default:
                _faults.Add(_topic.Path, MarkdownFile.LineOf(block),
                    "A topic has headings of two levels, paragraphs, fenced code, lists and tables only.");
                break;
        }
    }

    private IEnumerable<string> Wrapped(ParagraphBlock paragraph) =>
        TextWrap.Lines(PlainText.Of(paragraph, _topic, _faults), Width - Indent);

    private IReadOnlyList<IReadOnlyList<string>> Cells(Table table) =>
        [.. table.OfType<TableRow>().Select(row => (IReadOnlyList<string>)[.. row.OfType<TableCell>().Select(cell =>
            string.Join(' ', cell.OfType<LeafBlock>().Select(block => PlainText.Of(block, _topic, _faults))))])];

    private void Title(string title)
    {
        _text.Append(title).Append('\n');
        _underHeading = true;
    }

    // An empty line between blocks, but none under a heading.
    private void Apart()
    {
        if (!_underHeading)
        {
            _text.Append('\n');
        }
    }

    private void Lines(IEnumerable<string> lines, int indent)
    {
        foreach (var line in lines)
        {
            _text.Append((new string(' ', indent) + line).TrimEnd()).Append('\n');
        }

        _underHeading = false;
    }
}
