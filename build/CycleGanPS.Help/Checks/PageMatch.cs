using CycleGanPS.Help.Cmdlets;
using CycleGanPS.Help.Pages;

namespace CycleGanPS.Help.Checks;

/// <summary>Finds the page of each cmdlet: a cmdlet without one, or a page without a cmdlet, is a fault.</summary>
public static class PageMatch
{
    public static IReadOnlyList<DocumentedCmdlet> Pair(IReadOnlyList<CommandPage> pages, CompiledModule module, string folder, Faults faults)
    {
        foreach (var page in pages.Where(page => module.Cmdlets.All(cmdlet => cmdlet.Name != page.Name)))
        {
            faults.Add(page.Source.Path, 1, $"There is no cmdlet {page.Name}: rename the page, or delete it.");
        }

        var found = new List<DocumentedCmdlet>();
        foreach (var cmdlet in module.Cmdlets)
        {
            if (pages.FirstOrDefault(page => page.Name == cmdlet.Name) is { } page)
            {
                found.Add(new DocumentedCmdlet(cmdlet, page));
            }
            else
            {
                var missing = Path.Combine(folder, cmdlet.Name + ".md");
                faults.Add(missing, 1, $"The cmdlet {cmdlet.Name} has no page: write one like those of the other cmdlets.");
            }
        }

        return found;
    }
}
