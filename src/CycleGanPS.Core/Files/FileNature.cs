namespace CycleGanPS.Core.Files;

/// <summary>What a path leads to, links followed.</summary>
internal enum FileNature
{
    File,
    Folder,
    Pipe,
    Socket,
    Device,
}
