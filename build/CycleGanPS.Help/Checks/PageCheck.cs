using CycleGanPS.Help.Cmdlets;
using CycleGanPS.Help.Pages;

namespace CycleGanPS.Help.Checks;

/// <summary>Holds a page against its cmdlet: all that the cmdlet has is described, and nothing that it has not.</summary>
public static class PageCheck
{
    public static void Run(DocumentedCmdlet command, CompiledModule module, Faults faults)
    {
        var (cmdlet, page) = command;
        Need(page.Synopsis.Paragraphs.Count == 1, "one paragraph under '## SYNOPSIS'");
        Need(!page.Description.IsEmpty, "a paragraph under '## DESCRIPTION'");
        Need(page.Examples.Count > 0, "an example under '## EXAMPLES'");
        Need(page.Inputs.Count > 0, "a type under '## INPUTS', or '### None'");
        foreach (var parameter in cmdlet.Parameters.Where(parameter =>
            SharedProse.For(parameter.Name) is null && page.Parameters.All(prose => prose.Name != parameter.Name)))
        {
            Fault(1, $"The parameter -{parameter.Name} of {cmdlet.Name} has no prose: say what it means under '### -{parameter.Name}'.");
        }

        CheckParameters(cmdlet, page, Fault);
        CheckTypes(cmdlet, page, module, Fault);
        foreach (var example in page.Examples.Where(example => example.Remarks.IsEmpty))
        {
            Fault(example.Remarks.Line, "The example lacks a sentence that says what it does, under its code.");
        }

        void Need(bool condition, string what)
        {
            if (!condition)
            {
                Fault(1, $"The page of {cmdlet.Name} needs {what}.");
            }
        }

        void Fault(int line, string message) => faults.Add(page.Source.Path, line, message);
    }

    private static void CheckParameters(CompiledCmdlet cmdlet, CommandPage page, Action<int, string> fault)
    {
        foreach (var prose in page.Parameters)
        {
            if (cmdlet.Parameters.FirstOrDefault(parameter => parameter.Name == prose.Name) is not { } parameter)
            {
                fault(prose.Meaning.Line, $"{cmdlet.Name} has no parameter -{prose.Name}: rename the heading, or delete what stands under it.");
                continue;
            }

            if (prose.Meaning.IsEmpty)
            {
                fault(prose.Meaning.Line, $"The parameter -{prose.Name} of {cmdlet.Name} has no prose: say what it means.");
            }

            if (prose.Default == parameter.Default)
            {
                fault(prose.Meaning.Line, $"The default of -{prose.Name}, {prose.Default}, is in the compiled cmdlet already: delete it here.");
            }
        }

        foreach (var twice in page.Parameters.GroupBy(prose => prose.Name).Where(group => group.Count() > 1))
        {
            fault(twice.Last().Meaning.Line, $"The parameter -{twice.Key} is described twice; keep one.");
        }
    }

    private static void CheckTypes(CompiledCmdlet cmdlet, CommandPage page, CompiledModule module, Action<int, string> fault)
    {
        foreach (var type in page.Inputs.Where(type => type.Name != "None" && module.FindType(type.Name) is null))
        {
            fault(type.Meaning.Line, $"There is no type '{type.Name}': name one of the module's types, or write the whole name of another.");
        }

        foreach (var type in page.Outputs.Where(type => !cmdlet.Outputs.Contains(module.FindType(type.Name)!)))
        {
            var declared = string.Join(", ", cmdlet.Outputs.Select(Heading));
            fault(type.Meaning.Line, $"'{type.Name}' is no OutputType of {cmdlet.Name}; those are: {declared}.");
        }

        foreach (var type in cmdlet.Outputs.Where(type => page.Outputs.All(prose => module.FindType(prose.Name) != type)))
        {
            fault(1, $"The output {Heading(type)} of {cmdlet.Name} has no prose: say what it holds under '## OUTPUTS'.");
        }

        foreach (var type in page.Inputs.Concat(page.Outputs).Where(type => type.Meaning.IsEmpty))
        {
            fault(type.Meaning.Line, $"The type {type.Name} has no prose: say what it holds or how it is bound.");
        }

        // Types of other modules go by their whole names.
        string? Heading(Type type) => module.FindType(type.Name) == type ? type.Name : type.FullName;
    }
}
