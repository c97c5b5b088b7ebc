using CycleGanPS.Help.Pages;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CycleGanPS.Help.Checks;

/// <summary>Holds links to other pages against the files that are there.</summary>
public static class LinkCheck
{
    public static void Run(MarkdownFile file, Faults faults)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file.Path))!;
        foreach (var link in file.Document.Descendants<LinkInline>().Where(link => !Uri.IsWellFormedUriString(link.Url, UriKind.Absolute)))
        {
            if (!File.Exists(Path.Combine(folder, link.Url!.Split('#')[0])))
            {
                faults.Add(file.Path, MarkdownFile.LineOf(link), $"The link leads to '{link.Url}', which is not there.");
            }
        }
    }
}
