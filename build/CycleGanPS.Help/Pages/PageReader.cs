using Markdig.Syntax;

namespace CycleGanPS.Help.Pages;

/// <summary>Reads the page of a cmdlet. What is not laid out as it must be is a fault, and missing from what is read.</summary>
public sealed class PageReader(MarkdownFile file, Faults faults)
{
    private const string DefaultKey = "Default value:";
    private static readonly string[] _sections = ["SYNOPSIS", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    public CommandPage Read()
    {
        var page = new CommandPage(file);
        if (PageSection.Cut(file.Blocks, 1, file, faults) is not [var whole] || whole.Title != page.Name)
        {
            Fault(1, $"The page must have one heading of the first level, '# {page.Name}', as its file is named.");
            return page;
        }

        var sections = PageSection.Cut(whole.Blocks, 2, file, faults);
        foreach (var twice in sections.GroupBy(section => section.Title).Where(group => group.Count() > 1))
        {
            Fault(twice.Last().Line, $"There are two sections '## {twice.Key}'; make them one.");
        }

        return sections.Aggregate(page, Add);
    }

    private CommandPage Add(CommandPage page, PageSection section)
    {
        switch (section.Title)
        {
            case "SYNOPSIS": return page with { Synopsis = Paragraphs(section) };
            case "DESCRIPTION": return page with { Description = Paragraphs(section) };
            case "EXAMPLES": return page with { Examples = [.. Parts(section).Select(ReadExample).OfType<Example>()] };
            case "PARAMETERS": return page with { Parameters = [.. Parts(section).Select(ReadParameter)] };
            case "INPUTS": return page with { Inputs = ReadTypes(section) };
            case "OUTPUTS": return page with { Outputs = ReadTypes(section) };
            case "NOTES": return page with { Notes = Paragraphs(section) };
            case "RELATED LINKS": return page with { Links = [.. section.Blocks.SelectMany(ReadLinks)] };
            default:
                Fault(section.Line, $"There is no section '{section.Title}' in a page; the sections are {string.Join(", ", _sections)}.");
                return page;
        }
    }

    private IReadOnlyList<TypeProse> ReadTypes(PageSection section) => [.. Parts(section).Select(part => new TypeProse(part.Title, Paragraphs(part)))];

    private IReadOnlyList<PageSection> Parts(PageSection section) => PageSection.Cut(section.Blocks, 3, file, faults);

    private Example? ReadExample(PageSection part, int index)
    {
        if (!part.Title.StartsWith($"Example {index + 1}: ", StringComparison.Ordinal))
        {
            Fault(part.Line, $"The heading must be '### Example {index + 1}: ' and a title.");
        }

        if (part.Blocks is not [FencedCodeBlock { Info: "powershell" } code, ..])
        {
            Fault(part.Line, "An example begins with a code block, fenced as ```powershell.");
            return null;
        }

        var remarks = Paragraphs(part with { Blocks = [.. part.Blocks.Skip(1)] });
        return new Example(part.Title, code.Lines.ToString(), MarkdownFile.LineOf(code) + 1, remarks);
    }

    private ParameterProse ReadParameter(PageSection part)
    {
        if (!part.Title.StartsWith('-'))
        {
            Fault(part.Line, $"The heading of a parameter is its name with a dash: '### -{part.Title}'.");
        }

        string? stated = null;
        var rest = part.Blocks;
        if (rest is [.., FencedCodeBlock { Info: "yaml" } facts])
        {
            rest = [.. rest.SkipLast(1)];
            var line = facts.Lines.ToString().Trim();
            if (line.StartsWith(DefaultKey, StringComparison.Ordinal) && !line.Contains('\n'))
            {
                stated = line[DefaultKey.Length..].Trim();
            }
            else
            {
                Fault(MarkdownFile.LineOf(facts),
                    $"Only '{DefaultKey}' belongs here; all else that is known of a parameter the compiled cmdlet says.");
            }
        }

        return new ParameterProse(part.Title.TrimStart('-'), Paragraphs(part with { Blocks = rest }), stated);
    }

    private IEnumerable<string> ReadLinks(Block block)
    {
        if (block is ListBlock list)
        {
            return list.Descendants<ParagraphBlock>().Select(paragraph => PlainText.Of(paragraph, file, faults));
        }

        Fault(MarkdownFile.LineOf(block), "Related links are a list: '- [Name](Name.md)'.");
        return [];
    }

    private Prose Paragraphs(PageSection section)
    {
        var paragraphs = new List<string>();
        foreach (var block in section.Blocks)
        {
            if (block is ParagraphBlock paragraph)
            {
                paragraphs.Add(PlainText.Of(paragraph, file, faults));
            }
            else
            {
                Fault(MarkdownFile.LineOf(block), $"Only paragraphs belong under '{section.Title}': Get-Help has no other form for it.");
            }
        }

        return new Prose(section.Line, paragraphs);
    }

    private void Fault(int line, string message) => faults.Add(file.Path, line, message);
}
