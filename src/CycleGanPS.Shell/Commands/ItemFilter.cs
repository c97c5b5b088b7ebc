using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Keeps items by the patterns of -Filter, -Include and -Exclude.</summary>
internal sealed class ItemFilter(string? filter, string[]? include, string[]? exclude)
{
    private readonly WildcardPattern[] _filter = Patterns(string.IsNullOrEmpty(filter) ? null : [filter]);
    private readonly WildcardPattern[] _include = Patterns(include);
    private readonly WildcardPattern[] _exclude = Patterns(exclude);

    public bool Keeps(string name) =>
        (_filter.Length == 0 || _filter[0].IsMatch(name))
        && (_include.Length == 0 || Array.Exists(_include, p => p.IsMatch(name)))
        && !Array.Exists(_exclude, p => p.IsMatch(name));

    public bool Keeps(PSObject item) => Keeps(item.Properties["PSChildName"]?.Value as string ?? item.ToString());

    private static WildcardPattern[] Patterns(string[]? patterns) =>
        Array.ConvertAll(patterns ?? [], pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase));
}
