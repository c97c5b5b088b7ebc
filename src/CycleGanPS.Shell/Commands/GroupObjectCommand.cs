using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Groups objects by the values of properties.</summary>
[Cmdlet("Group", "Object", DefaultParameterSetName = "HashTable")]
[OutputType(typeof(GroupInfo), typeof(Hashtable))]
public sealed class GroupObjectCommand : PSCmdlet
{
    private readonly List<PSObject> _items = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    [Parameter]
    public SwitchParameter NoElement { get; set; }

    [Parameter(ParameterSetName = "HashTable")]
    [Alias("AHT")]
    public SwitchParameter AsHashTable { get; set; }

    [Parameter(ParameterSetName = "HashTable")]
    public SwitchParameter AsString { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    [Parameter]
    public string? Culture { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is not null)
        {
            _items.Add(InputObject);
        }
    }

    protected override void EndProcessing()
    {
        var culture = string.IsNullOrEmpty(Culture) ? CultureInfo.CurrentCulture : CultureInfo.GetCultureInfo(Culture);
        var order = new KeyOrder(PropertyDefinition.ParseAll(Property, this), false, new ValueComparer(!CaseSensitive, culture));
        var keys = _items.ConvertAll(order.KeyOf);
        // Values of one type have an order; values of several types stay in the order they came in.
        var ordered = keys.Select(TypesOf).Distinct().Count() <= 1;
        List<(SortKey Key, GroupInfo Group)> groups = [];
        foreach (var key in ordered ? keys.Order(order) : keys.AsEnumerable())
        {
            var index = ordered
                ? groups.Count > 0 && order.Compare(groups[^1].Key, key) == 0 ? groups.Count - 1 : -1
                : groups.FindIndex(g => TypesOf(g.Key) == TypesOf(key) && order.Compare(g.Key, key) == 0);
            if (index < 0)
            {
                index = groups.Count;
                groups.Add((key, new GroupInfo(key.Values, !NoElement || AsHashTable)));
            }

            groups[index].Group.Add(key.Item);
        }

        if (AsHashTable)
        {
            WriteObject(ToTable(groups.ConvertAll(g => g.Group)));
        }
        else
        {
            WriteObject(groups.Select(g => g.Group), enumerateCollection: true);
        }
    }

    private static string TypesOf(SortKey key) => string.Join(
        ' ', key.Values.Select(value => (value is PSObject o ? o.BaseObject : value)?.GetType().FullName ?? ""));

    private Hashtable ToTable(List<GroupInfo> groups)
    {
        var table = new Hashtable(CaseSensitive ? StringComparer.CurrentCulture : StringComparer.CurrentCultureIgnoreCase);
        foreach (var group in groups)
        {
            var value = group.Values[0];
            var key = AsString || group.Values.Count > 1 ? group.Name : value is PSObject o ? o.BaseObject : value;
            table[key ?? ""] = group.Group;
        }

        return table;
    }
}
