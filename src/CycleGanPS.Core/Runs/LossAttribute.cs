namespace CycleGanPS.Core.Runs;

/// <summary>A loss that training measures; a number there that is not finite is a sign of ill health.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LossAttribute : Attribute;
