using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>An object and the values it is sorted or grouped by.</summary>
internal sealed record SortKey(PSObject Item, object?[] Values, bool[] Exists);
