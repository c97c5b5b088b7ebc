using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Passes on what differs from the object before.</summary>
[Cmdlet("Get", "Unique")]
public sealed class GetUniqueCommand : PSCmdlet
{
    private PSObject? _last;

    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    [Parameter]
    public SwitchParameter AsString { get; set; }

    [Parameter]
    public SwitchParameter OnType { get; set; }

    [Parameter]
    public SwitchParameter CaseInsensitive { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        if (_last is null || !IsSame(_last, InputObject))
        {
            WriteObject(InputObject);
            _last = InputObject;
        }
    }

    private bool IsSame(PSObject first, PSObject second)
    {
        if (OnType)
        {
            return first.TypeNames[0] == second.TypeNames[0];
        }

        var comparer = new ValueComparer(CaseInsensitive, System.Globalization.CultureInfo.CurrentCulture);
        return AsString
            ? comparer.Compare(first.ToString(), second.ToString()) == 0
            : comparer.Compare(first, second) == 0;
    }
}
