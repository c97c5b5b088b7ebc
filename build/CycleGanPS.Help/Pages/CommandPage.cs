using System.Text.RegularExpressions;
using Markdig.Syntax;

namespace CycleGanPS.Help.Pages;

/// <summary>The page of a cmdlet, in PlatyPS's layout: the prose of its help. All else of it the compiled cmdlet says.</summary>
public sealed partial class CommandPage
{
    private const string DefaultKey = "Default value:";
    private static readonly string[] _sections = ["SYNOPSIS", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    private readonly Faults _faults;

    private CommandPage(MarkdownFile source, Faults faults) => (Source, _faults) = (source, faults);

    public MarkdownFile Source { get; }

    /// <summary>The cmdlet's name.</summary>
    public string Name => Source.Name;

    public Prose Synopsis { get; private set; } = Prose.None;

    public Prose Description { get; private set; } = Prose.None;

    public IReadOnlyList<Example> Examples { get; private set; } = [];

    public IReadOnlyList<ParameterProse> Parameters { get; private set; } = [];

    public IReadOnlyList<TypeProse> Inputs { get; private set; } = [];

    public IReadOnlyList<TypeProse> Outputs { get; private set; } = [];

    public Prose Notes { get; private set; } = Prose.None;

    /// <summary>The names of commands and topics.</summary>
    public IReadOnlyList<string> Links { get; private set; } = [];

    /// <summary>Reads a page; what is not laid out as it must be is a fault, and missing from what is returned.</summary>
    public static CommandPage Read(MarkdownFile file, Faults faults)
    {
        var page = new CommandPage(file, faults);
        page.Read();
        return page;
    }

    private void Read()
    {
        if (PageSection.Cut(Source.Blocks, 1, Source, _faults) is not [var whole] || whole.Title != Name)
        {
            Fault(1, $"The page must have one heading of the first level, '# {Name}', as its file is named.");
            return;
        }

        var sections = PageSection.Cut(whole.Blocks, 2, Source, _faults);
        foreach (var section in sections)
        {
            Read(section);
        }

        foreach (var twice in sections.GroupBy(section => section.Title).Where(group => group.Count() > 1))
        {
            Fault(twice.Last().Line, $"There are two sections '## {twice.Key}'; make them one.");
        }
    }

    private void Read(PageSection section)
    {
        switch (section.Title)
        {
            case "SYNOPSIS": Synopsis = Paragraphs(section); break;
            case "DESCRIPTION": Description = Paragraphs(section); break;
            case "EXAMPLES": Examples = [.. Parts(section).Select(ReadExample).OfType<Example>()]; break;
            case "PARAMETERS": Parameters = [.. Parts(section).Select(ReadParameter)]; break;
            case "INPUTS": Inputs = [.. Parts(section).Select(part => new TypeProse(part.Title, Paragraphs(part)))]; break;
            case "OUTPUTS": Outputs = [.. Parts(section).Select(part => new TypeProse(part.Title, Paragraphs(part)))]; break;
            case "NOTES": Notes = Paragraphs(section); break;
            case "RELATED LINKS": Links = [.. section.Blocks.SelectMany(ReadLinks)]; break;
            default: Fault(section.Line, $"There is no section '{section.Title}' in a page; the sections are {string.Join(", ", _sections)}."); break;
        }
    }

    private IReadOnlyList<PageSection> Parts(PageSection section) => PageSection.Cut(section.Blocks, 3, Source, _faults);

    private Example? ReadExample(PageSection part, int index)
    {
        if (!ExampleTitle().IsMatch(part.Title) || !part.Title.StartsWith($"Example {index + 1}: ", StringComparison.Ordinal))
        {
            Fault(part.Line, $"The heading must be '### Example {index + 1}: ' and a title.");
        }

        if (part.Blocks is not [FencedCodeBlock { Info: "powershell" } code, ..])
        {
            Fault(part.Line, "An example begins with a code block, fenced as ```powershell.");
            return null;
        }

        return new Example(part.Title, code.Lines.ToString(), MarkdownFile.LineOf(code) + 1, Paragraphs(part with { Blocks = [.. part.Blocks.Skip(1)] }));
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
                Fault(MarkdownFile.LineOf(facts), $"Only '{DefaultKey}' belongs here; all else that is known of a parameter the compiled cmdlet says.");
            }
        }

        return new ParameterProse(part.Title.TrimStart('-'), Paragraphs(part with { Blocks = rest }), stated);
    }

    private IEnumerable<string> ReadLinks(Block block)
    {
        if (block is ListBlock list)
        {
            return list.Descendants<ParagraphBlock>().Select(paragraph => PlainText.Of(paragraph, Source, _faults));
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
                paragraphs.Add(PlainText.Of(paragraph, Source, _faults));
            }
            else
            {
                Fault(MarkdownFile.LineOf(block), $"Only paragraphs belong under '{section.Title}': Get-Help has no other form for it.");
            }
        }

        return new Prose(section.Line, paragraphs);
    }

    private void Fault(int line, string message) => _faults.Add(Source.Path, line, message);

    [GeneratedRegex(@"^Example \d+: \S")]
    private static partial Regex ExampleTitle();
}
