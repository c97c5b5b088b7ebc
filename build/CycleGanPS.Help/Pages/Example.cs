namespace CycleGanPS.Help.Pages;

/// <summary>One example of a page.</summary>
/// <param name="Title">The whole heading, such as "Example 1: Train as a config says".</param>
/// <param name="Code">The lines of the code block.</param>
/// <param name="CodeLine">The line of the code block's first line, counted from 1.</param>
/// <param name="Remarks">What the example does.</param>
public sealed record Example(string Title, string Code, int CodeLine, Prose Remarks);
