using System.Globalization;
using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Tells which objects only one of two sets has.</summary>
[Cmdlet(VerbsData.Compare, "Object")]
public sealed class CompareObjectCommand : PSCmdlet
{
    private readonly List<SortKey> _reference = [];
    private readonly List<SortKey> _difference = [];
    private PropertyDefinition[] _properties = [];
    private KeyOrder? _order;

    [Parameter(Position = 0, Mandatory = true)]
    [AllowEmptyCollection]
    public PSObject[] ReferenceObject { get; set; } = [];

    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    public PSObject[] DifferenceObject { get; set; } = [];

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int SyncWindow { get; set; } = int.MaxValue;

    [Parameter]
    public object[]? Property { get; set; }

    [Parameter]
    public SwitchParameter ExcludeDifferent { get; set; }

    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    [Parameter]
    public string? Culture { get; set; }

    protected override void BeginProcessing()
    {
        var culture = string.IsNullOrEmpty(Culture) ? CultureInfo.CurrentCulture : CultureInfo.GetCultureInfo(Culture);
        _properties = PropertyDefinition.ParseAll(Property, this);
        _order = new KeyOrder(_properties, false, new ValueComparer(!CaseSensitive, culture));
        _reference.AddRange(ReferenceObject.Select(_order.KeyOf));
    }

    protected override void ProcessRecord() => _difference.AddRange(DifferenceObject.Where(o => o is not null).Select(_order!.KeyOf));

    protected override void EndProcessing()
    {
        List<SortKey> onlyDifferent = [];
        var left = _reference.Select((key, position) => (Key: key, Position: position)).ToList();
        for (var position = 0; position < _difference.Count; position++)
        {
            var match = left.FindIndex(entry =>
                Math.Abs((long)entry.Position - position) <= SyncWindow && _order!.Compare(entry.Key, _difference[position]) == 0);
            if (match < 0)
            {
                onlyDifferent.Add(_difference[position]);
                continue;
            }

            if (IncludeEqual || ExcludeDifferent)
            {
                Emit(left[match].Key, "==");
            }

            left.RemoveAt(match);
        }

        if (!ExcludeDifferent)
        {
            onlyDifferent.ForEach(key => Emit(key, "=>"));
            left.ForEach(entry => Emit(entry.Key, "<="));
        }
    }

    private void Emit(SortKey key, string side)
    {
        PSObject result;
        if (PassThru)
        {
            result = key.Item;
            result.Properties.Remove("SideIndicator");
        }
        else if (_properties.Length == 0)
        {
            result = new PSObject();
            result.Properties.Add(new PSNoteProperty("InputObject", key.Item));
        }
        else
        {
            result = new PSObject();
            for (var i = 0; i < _properties.Length; i++)
            {
                result.Properties.Add(new PSNoteProperty(_properties[i].Name ?? _properties[i].Expression.ToString(), key.Values[i]));
            }
        }

        result.Properties.Add(new PSNoteProperty("SideIndicator", side));
        WriteObject(result);
    }
}
