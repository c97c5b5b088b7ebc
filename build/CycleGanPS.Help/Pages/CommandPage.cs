namespace CycleGanPS.Help.Pages;

/// <summary>The page of a cmdlet, in PlatyPS's layout: the prose of its help. All else of it the compiled cmdlet says.</summary>
public sealed record CommandPage(MarkdownFile Source)
{
    /// <summary>The cmdlet's name.</summary>
    public string Name => Source.Name;

    public Prose Synopsis { get; init; } = Prose.None;

    public Prose Description { get; init; } = Prose.None;

    public IReadOnlyList<Example> Examples { get; init; } = [];

    public IReadOnlyList<ParameterProse> Parameters { get; init; } = [];

    public IReadOnlyList<TypeProse> Inputs { get; init; } = [];

    public IReadOnlyList<TypeProse> Outputs { get; init; } = [];

    public Prose Notes { get; init; } = Prose.None;

    /// <summary>The names of commands and topics.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];
}
