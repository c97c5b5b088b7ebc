namespace CycleGanPS.Core.Machine.Runtime;

/// <summary>A file of an installed libtorch.</summary>
/// <param name="Name">Its name without the folder.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Sha256">Their SHA-256, in lower-case hexadecimal; null where the file is another program's.</param>
public sealed record RuntimeFile(string Name, long Length, string? Sha256);
