using System.Management.Automation;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using CycleGanPS.Help.Checks;
using CycleGanPS.Help.Cmdlets;
using CycleGanPS.Help.Pages;

namespace CycleGanPS.Help.Output;

/// <summary>Writes the help of cmdlets as Get-Help reads it: MAML, the prose of the pages with the facts of the compiled cmdlets.</summary>
public sealed class Maml
{
    private static readonly XNamespace _maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace _command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace _dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly CompiledModule _module;
    private readonly CompiledCmdlet _cmdlet;
    private readonly CommandPage _page;
    private readonly IReadOnlyList<CompiledParameter> _parameters;

    private Maml(DocumentedCmdlet documented, CompiledModule module)
    {
        (_cmdlet, _page) = documented;
        _module = module;
        // In the order of the page, which is the one to read them in; what the page leaves out comes last.
        var order = _page.Parameters.Select((prose, index) => (prose.Name, index)).ToDictionary();
        _parameters = [.. _cmdlet.Parameters.OrderBy(parameter =>
            SharedProse.For(parameter.Name) is null ? order[parameter.Name] : int.MaxValue)];
    }

    public static void Write(IEnumerable<DocumentedCmdlet> commands, CompiledModule module, string path)
    {
        XNamespace msh = "http://msh";
        var root = new XElement(msh + "helpItems", new XAttribute("schema", "maml"),
            commands.Select(command => new Maml(command, module).Command()));
        var settings = new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n", NewLineHandling = NewLineHandling.None };
        using var writer = XmlWriter.Create(path, settings);
        new XDocument(root).Save(writer);
    }

    private XElement Command() => new(_command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", _maml),
        new XAttribute(XNamespace.Xmlns + "command", _command),
        new XAttribute(XNamespace.Xmlns + "dev", _dev),
        new XElement(_command + "details",
            new XElement(_command + "name", _cmdlet.Name),
            new XElement(_command + "verb", _cmdlet.Verb),
            new XElement(_command + "noun", _cmdlet.Noun),
            Description(_page.Synopsis)),
        Description(_page.Description),
        new XElement(_command + "syntax", _cmdlet.ParameterSets.Select(Syntax)),
        new XElement(_command + "parameters", _parameters.Select(Parameter)),
        new XElement(_command + "inputTypes", _page.Inputs.Select(type => TypeElement("inputType", type))),
        new XElement(_command + "returnValues", _page.Outputs.Select(type => TypeElement("returnValue", type))),
        _page.Notes.IsEmpty ? null : new XElement(_maml + "alertSet", new XElement(_maml + "alert", Paragraphs(_page.Notes))),
        new XElement(_command + "examples", _page.Examples.Select(Example)),
        new XElement(_command + "relatedLinks", _page.Links.Select(link =>
            new XElement(_maml + "navigationLink", new XElement(_maml + "linkText", link)))));

    private XElement Syntax(string set) => new(_command + "syntaxItem",
        new XElement(_maml + "name", _cmdlet.Name),
        _parameters.Select(parameter => (Parameter: parameter, Facts: parameter.In(set))).Where(own => own.Facts is not null)
            .OrderBy(own => own.Facts!.Position < 0 ? int.MaxValue : own.Facts.Position)
            .Select(own => new XElement(_command + "parameter", Facts(own.Parameter, own.Facts!),
                new XElement(_maml + "name", own.Parameter.Name),
                own.Parameter.IsSwitch ? null : Value(own.Parameter),
                own.Parameter.Choices.Count == 0 ? null : new XElement(_command + "parameterValueGroup", own.Parameter.Choices.Select(choice =>
                    new XElement(_command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), choice))))));

    private XElement Parameter(CompiledParameter parameter)
    {
        var prose = _page.Parameters.FirstOrDefault(own => own.Name == parameter.Name);
        return new XElement(_command + "parameter", Facts(parameter, parameter.Sets[0]),
            new XElement(_maml + "name", parameter.Name),
            Description(prose?.Meaning ?? new Prose(0, [SharedProse.For(parameter.Name)!])),
            Value(parameter),
            new XElement(_dev + "type", new XElement(_maml + "name", parameter.Type.FullName), new XElement(_maml + "uri")),
            new XElement(_dev + "defaultValue", prose?.Default ?? parameter.Default));
    }

    private static IEnumerable<XAttribute> Facts(CompiledParameter parameter, ParameterAttribute facts) =>
    [
        new("required", facts.Mandatory),
        new("variableLength", parameter.Type.IsArray),
        new("globbing", parameter.Globbing),
        new("pipelineInput", (facts.ValueFromPipeline, facts.ValueFromPipelineByPropertyName) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        }),
        new("position", facts.Position < 0 ? "named" : facts.Position),
        new("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
    ];

    private static XElement Value(CompiledParameter parameter) => new(_command + "parameterValue",
        new XAttribute("required", !parameter.IsSwitch),
        new XAttribute("variableLength", parameter.Type.IsArray),
        parameter.Type.Name);

    private XElement TypeElement(string name, TypeProse type) => new(_command + name,
        new XElement(_dev + "type", new XElement(_maml + "name", _module.FindType(type.Name)?.FullName ?? type.Name)),
        Description(type.Meaning));

    // Get-Help sets the examples apart by the empty paragraph at their ends.
    private static XElement Example(Example example) => new(_command + "example",
        new XElement(_maml + "title", $"--- {example.Title} ---"),
        new XElement(_dev + "code", example.Code),
        new XElement(_dev + "remarks", Paragraphs(example.Remarks), new XElement(_maml + "para")));

    private static XElement Description(Prose prose) => new(_maml + "description", Paragraphs(prose));

    private static IEnumerable<XElement> Paragraphs(Prose prose) =>
        prose.Paragraphs.Select(paragraph => new XElement(_maml + "para", paragraph));
}
