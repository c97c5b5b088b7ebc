using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Gets the culture.</summary>
[Cmdlet("Get", "Culture")]
public sealed class GetCultureCommand : PSCmdlet
{
    protected override void ProcessRecord() => WriteObject(System.Globalization.CultureInfo.CurrentCulture);
}
