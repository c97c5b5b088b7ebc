using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CycleGanPS.Help.Pages;

/// <summary>Text as a console shows it: what Markdown marks up, without its marks.</summary>
public static class PlainText
{
    /// <summary>The text of a paragraph, heading or cell on one line.</summary>
    public static string Of(LeafBlock block, MarkdownFile file, Faults faults)
    {
        var text = new StringBuilder();
        foreach (var inline in block.Inline ?? [])
        {
            Append(inline);
        }

        return text.ToString().Trim();

        void Append(Inline inline)
        {
            switch (inline)
            {
                case LiteralInline literal: text.Append(literal.Content.AsSpan()); break;
                case CodeInline code: text.Append(code.Content); break;
                case LineBreakInline: text.Append(' '); break;
                case HtmlEntityInline entity: text.Append(entity.Transcoded.AsSpan()); break;
                case AutolinkInline link: text.Append(link.Url); break;
                case LinkInline { IsImage: false } or EmphasisInline:
                    foreach (var child in (ContainerInline)inline)
                    {
                        Append(child);
                    }

                    break;
                default:
                    faults.Add(file.Path, MarkdownFile.LineOf(inline), "Get-Help shows plain text only: write text, `code`, *emphasis* or links.");
                    break;
            }
        }
    }
}
