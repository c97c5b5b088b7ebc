using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace CycleGanPS.Shell.Commands;

/// <summary>Shows objects as a table.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
[Alias("ft")]
public sealed class FormatTableCommand : OuterFormatTableBase
{
    public FormatTableCommand() => EngineFormatter.Use(this, "Table");
}
