using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;

namespace CycleGanPS.Help.Pages;

/// <summary>A parsed Markdown file: its blocks, and the line in the file that each stands on.</summary>
/// <param name="Path">The file, as it is named in faults.</param>
/// <param name="Document">All that is in it.</param>
public sealed record MarkdownFile(string Path, MarkdownDocument Document)
{
    private static readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePipeTables().Build();

    /// <summary>The file's name without its extension, which is the name of the command or topic.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The blocks of the text, without the front matter.</summary>
    public IEnumerable<Block> Blocks => Document.Where(block => block is not YamlFrontMatterBlock);

    public static MarkdownFile Read(string path) => new(path, Markdown.Parse(File.ReadAllText(path), _pipeline));

    /// <summary>The line of a block, counted from 1.</summary>
    public static int LineOf(MarkdownObject block) => block.Line + 1;
}
