using CycleGanPS.Help;
using CycleGanPS.Help.Checks;
using CycleGanPS.Help.Cmdlets;
using CycleGanPS.Help.Output;
using CycleGanPS.Help.Pages;

// Makes en-US/CycleGanPS.dll-Help.xml and the about topics from the pages in docs/ and the compiled cmdlets. All faults are
// found in one go, each on a line of its own that MSBuild reads as an error; with any fault nothing is written.
if (args is not [var docs, var assembly, var destination])
{
    Console.Error.WriteLine("Usage: CycleGanPS.Help DOCS-FOLDER CYCLEGANPS.DLL DESTINATION-FOLDER");
    return 64;
}

var faults = new Faults();
var module = new CompiledModule(assembly);
var commandFolder = Path.Combine(docs, "commands");
var pages = Directory.EnumerateFiles(commandFolder, "*.md").Order(StringComparer.Ordinal)
    .Select(file => new PageReader(MarkdownFile.Read(file), faults).Read()).ToList();
var topics = Directory.EnumerateFiles(docs, "about_*.md").Order(StringComparer.Ordinal)
    .Select(MarkdownFile.Read).ToList();

var commands = PageMatch.Pair(pages, module, commandFolder, faults);
var examples = new ExampleCheck(module, faults);
foreach (var command in commands)
{
    PageCheck.Run(command, module, faults);
    examples.Run(command.Page);
}

var texts = topics.Select(topic => (topic.Name, Text: AboutText.Write(topic, faults))).ToList();
foreach (var topic in topics)
{
    examples.Run(topic);
}

foreach (var file in pages.Select(page => page.Source).Concat(topics))
{
    LinkCheck.Run(file, faults);
}

if (faults.Any)
{
    faults.Report(Console.Error);
    return 1;
}

Directory.CreateDirectory(destination);
Maml.Write(commands, module, Path.Combine(destination, "CycleGanPS.dll-Help.xml"));
foreach (var (name, text) in texts)
{
    File.WriteAllText(Path.Combine(destination, name + ".help.txt"), text);
}

return 0;
