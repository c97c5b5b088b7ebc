using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Makes sort keys and orders them; an object without the property comes last either way.</summary>
internal sealed class KeyOrder(PropertyDefinition[] properties, bool descending, ValueComparer comparer) : IComparer<SortKey>
{
    public SortKey KeyOf(PSObject item)
    {
        if (properties.Length == 0)
        {
            return new SortKey(item, [item], [true]);
        }

        var results = Array.ConvertAll(properties, p => p.Expression.GetValues(item).FirstOrDefault());
        return new SortKey(
            item, Array.ConvertAll(results, r => r?.Result), Array.ConvertAll(results, r => r is { Exception: null }));
    }

    public int Compare(SortKey? first, SortKey? second)
    {
        for (var i = 0; i < first!.Values.Length; i++)
        {
            var result = first.Exists[i] != second!.Exists[i] ? (first.Exists[i] ? -1 : 1)
                : !first.Exists[i] ? 0
                : comparer.Compare(first.Values[i], second.Values[i])
                    * ((properties.Length > i ? properties[i].Descending : null) ?? descending ? -1 : 1);
            if (result != 0)
            {
                return result;
            }
        }

        return 0;
    }
}
