using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Gets the culture of texts.</summary>
[Cmdlet("Get", "UICulture")]
public sealed class GetUICultureCommand : PSCmdlet
{
    protected override void ProcessRecord() => WriteObject(System.Globalization.CultureInfo.CurrentUICulture);
}
