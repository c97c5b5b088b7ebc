namespace CycleGanPS.Core.Files;

/// <summary>
/// Which file or folder something is, whatever it is called: links, other mounts of its folder and other cases of its letters lead to
/// the same one.
/// </summary>
/// <param name="Volume">The device or volume.</param>
/// <param name="Index">The number that the file system gives it there.</param>
internal readonly record struct FileIdentity(ulong Volume, ulong Index)
{
    /// <summary>What a path leads to; null where there is nothing.</summary>
    public static FileIdentity? Of(string path) => FileStatus.Of(path)?.Identity;

    /// <summary>Whether two paths lead to one file or folder.</summary>
    public static bool AreSame(string path, string other) => Of(path) is { } identity && identity == Of(other);
}
