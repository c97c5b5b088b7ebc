namespace CycleGanPS.Core.Data;

/// <summary>What a folder of pictures holds.</summary>
/// <param name="Images">The full paths of its pictures, in ordinal order.</param>
/// <param name="Subfolders">The names of the folders in it, hidden ones aside, in ordinal order.</param>
/// <param name="LeftOut">What is not taken.</param>
internal sealed record FolderContents(IReadOnlyList<string> Images, IReadOnlyList<string> Subfolders, LeftOutFiles LeftOut);
