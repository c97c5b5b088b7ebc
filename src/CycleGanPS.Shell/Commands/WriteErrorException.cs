namespace CycleGanPS.Shell.Commands;

/// <summary>The exception of an error that was written with a message alone.</summary>
public sealed class WriteErrorException(string message) : SystemException(message);
