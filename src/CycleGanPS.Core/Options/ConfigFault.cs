namespace CycleGanPS.Core.Options;

/// <summary>One thing wrong with a config: which key, and what to write instead.</summary>
internal sealed record ConfigFault(string Key, string Message);
