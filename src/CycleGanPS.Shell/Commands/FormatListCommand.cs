using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace CycleGanPS.Shell.Commands;

/// <summary>Shows objects as lists of their properties.</summary>
[Cmdlet(VerbsCommon.Format, "List")]
[Alias("fl")]
public sealed class FormatListCommand : OuterFormatTableAndListBase
{
    public FormatListCommand() => EngineFormatter.Use(this, "List");
}
