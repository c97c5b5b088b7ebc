using System.Globalization;
using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Sorts the pipeline; equal objects keep their order.</summary>
[Cmdlet("Sort", "Object", DefaultParameterSetName = "Default")]
public sealed class SortObjectCommand : PSCmdlet
{
    private readonly List<PSObject> _items = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    [Parameter]
    public SwitchParameter Descending { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    [Parameter]
    public string? Culture { get; set; }

    [Parameter(ParameterSetName = "Default")]
    public SwitchParameter Stable { get; set; }

    [Parameter(ParameterSetName = "Top", Mandatory = true)]
    [ValidateRange(1, int.MaxValue)]
    public int Top { get; set; }

    [Parameter(ParameterSetName = "Bottom", Mandatory = true)]
    [ValidateRange(1, int.MaxValue)]
    public int Bottom { get; set; }

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
        var order = new KeyOrder(PropertyDefinition.ParseAll(Property, this), Descending, new ValueComparer(!CaseSensitive, culture));
        IEnumerable<SortKey> sorted = _items.Select(order.KeyOf).Order(order);
        if (Unique)
        {
            sorted = Distinct(sorted, order);
        }

        sorted = Top > 0 ? sorted.Take(Top) : Bottom > 0 ? sorted.TakeLast(Bottom) : sorted;
        foreach (var key in sorted)
        {
            WriteObject(key.Item);
        }
    }

    private static IEnumerable<SortKey> Distinct(IEnumerable<SortKey> sorted, KeyOrder order)
    {
        SortKey? last = null;
        foreach (var key in sorted)
        {
            if (last is null || order.Compare(last, key) != 0)
            {
                yield return key;
                last = key;
            }
        }
    }
}
