using Markdig.Syntax;

namespace CycleGanPS.Help.Pages;

/// <summary>A heading and the blocks up to the next heading of its level or above.</summary>
/// <param name="Title">The heading's text.</param>
/// <param name="Line">The heading's line, counted from 1.</param>
/// <param name="Blocks">What stands under it.</param>
public sealed record PageSection(string Title, int Line, IReadOnlyList<Block> Blocks)
{
    /// <summary>Cuts blocks at the headings of a level. What stands before the first is a fault.</summary>
    public static IReadOnlyList<PageSection> Cut(IEnumerable<Block> blocks, int level, MarkdownFile file, Faults faults)
    {
        var sections = new List<(string Title, int Line, List<Block> Blocks)>();
        foreach (var block in blocks)
        {
            if (block is HeadingBlock heading && heading.Level == level)
            {
                sections.Add((PlainText.Of(heading, file, faults), MarkdownFile.LineOf(heading), []));
            }
            else if (sections.Count > 0)
            {
                sections[^1].Blocks.Add(block);
            }
            else
            {
                var marks = new string('#', level);
                faults.Add(file.Path, MarkdownFile.LineOf(block), $"This stands before the first heading that begins with {marks}; move it under one.");
            }
        }

        return [.. sections.Select(section => new PageSection(section.Title, section.Line, section.Blocks))];
    }
}
