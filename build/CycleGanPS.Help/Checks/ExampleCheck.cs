using System.Management.Automation.Language;
using CycleGanPS.Help.Cmdlets;
using CycleGanPS.Help.Pages;
using Markdig.Syntax;

namespace CycleGanPS.Help.Checks;

/// <summary>Parses examples as PowerShell does: each must parse, and name only parameters that the module's cmdlets have.</summary>
public sealed class ExampleCheck(CompiledModule module, Faults faults)
{
    /// <summary>Checks the examples of a cmdlet's page, each of which must call that cmdlet.</summary>
    public void Run(CommandPage page)
    {
        foreach (var example in page.Examples)
        {
            var calls = Check(example.Code, page.Source, example.CodeLine);
            if (calls is not null && !calls.Contains(page.Name))
            {
                faults.Add(page.Source.Path, example.CodeLine, $"The example does not call {page.Name}.");
            }
        }
    }

    /// <summary>Checks all PowerShell code of a topic.</summary>
    public void Run(MarkdownFile topic)
    {
        foreach (var code in topic.Document.Descendants<FencedCodeBlock>().Where(code => code.Info == "powershell"))
        {
            Check(code.Lines.ToString(), topic, MarkdownFile.LineOf(code) + 1);
        }
    }

    // The module's cmdlets that the code calls; null where it does not parse.
    private HashSet<string>? Check(string code, MarkdownFile file, int line)
    {
        var script = Parser.ParseInput(code, out _, out var errors);
        foreach (var error in errors)
        {
            faults.Add(file.Path, line + error.Extent.StartLineNumber - 1, $"The example does not parse: {error.Message}");
        }

        if (errors.Length > 0)
        {
            return null;
        }

        var called = new HashSet<string>();
        foreach (var call in script.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
        {
            if (module.Find(call.GetCommandName()) is not { } cmdlet)
            {
                continue;
            }

            called.Add(cmdlet.Name);
            foreach (var given in call.CommandElements.OfType<CommandParameterAst>().Where(given => !cmdlet.Takes(given.ParameterName)))
            {
                var at = line + given.Extent.StartLineNumber - 1;
                faults.Add(file.Path, at, $"The example gives -{given.ParameterName}, but {cmdlet.Name} has no such parameter.");
            }
        }

        return called;
    }
}
