using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Objects that share the values they are grouped by.</summary>
public class GroupInfo
{
    internal GroupInfo(IEnumerable<object?> values, bool keepsItems)
    {
        Values = new ArrayList(values.ToArray());
        Name = string.Join(", ", Values.Cast<object?>().Select(value => LanguagePrimitives.ConvertTo<string>(value)));
        Group = keepsItems ? [] : null;
    }

    /// <summary>How many objects the group has.</summary>
    public int Count { get; private set; }

    /// <summary>The values as text.</summary>
    public string Name { get; }

    /// <summary>The objects, unless none were to be kept.</summary>
    public Collection<PSObject>? Group { get; }

    /// <summary>The values all objects share.</summary>
    public ArrayList Values { get; }

    internal void Add(PSObject item)
    {
        Count++;
        Group?.Add(item);
    }
}
