using CycleGanPS.Help.Cmdlets;
using CycleGanPS.Help.Pages;

namespace CycleGanPS.Help.Checks;

/// <summary>A cmdlet and its page.</summary>
public sealed record DocumentedCmdlet(CompiledCmdlet Cmdlet, CommandPage Page);
