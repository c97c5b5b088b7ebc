using System.Management.Automation;
using CycleGanPS.Core;

namespace CycleGanPS.Binding;

/// <summary>From what a user types to paths of the file system, as the session's location and drives have it.</summary>
internal static class SessionPaths
{
    /// <summary>The absolute path of a file or folder, without wildcards; it need not exist.</summary>
    /// <exception cref="CycleGanException">There is no such drive, or it is none of the file system.</exception>
    public static string FileSystemPath(this PSCmdlet cmdlet, string path) => Translate(path, () =>
    {
        var resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        RequireFileSystem(path, provider);
        return resolved;
    });

    /// <summary>The absolute paths of all that a path with wildcards stands for; none if a wildcard matches nothing.</summary>
    /// <exception cref="CycleGanException">A path without wildcards does not exist, or is none of the file system.</exception>
    public static IReadOnlyList<string> ExistingFileSystemPaths(this PSCmdlet cmdlet, string path) => Translate(path, () =>
    {
        var resolved = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
        RequireFileSystem(path, provider);
        return (IReadOnlyList<string>)[.. resolved];
    });

    /// <summary>A path as a config has it: absolute where it begins at a drive or at home, else as it stands, for its own folder to begin at.</summary>
    /// <exception cref="CycleGanException">There is no such drive, or it is none of the file system.</exception>
    public static string ConfigPath(this PSCmdlet cmdlet, string path)
    {
        var isOfSession = path is ['~'] or ['~', '/' or '\\', ..]
            || cmdlet.SessionState.Path.IsProviderQualified(path) || cmdlet.SessionState.Path.IsPSAbsolute(path, out _);
        return isOfSession ? cmdlet.FileSystemPath(path) : path;
    }

    private static void RequireFileSystem(string path, ProviderInfo provider)
    {
        if (provider.Name != "FileSystem")
        {
            throw new CycleGanException(FaultKind.InvalidArgument, $"'{path}' is a path of {provider.Name}, not of the file system.", path);
        }
    }

    private static T Translate<T>(string path, Func<T> resolve)
    {
        try
        {
            return resolve();
        }
        catch (ItemNotFoundException fault)
        {
            throw new CycleGanException(FaultKind.PathNotFound, $"'{path}' does not exist.", path, fault);
        }
        catch (Exception fault) when (fault is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException
            or WildcardPatternException or ProviderInvocationException or NotSupportedException)
        {
            throw new CycleGanException(FaultKind.InvalidArgument, $"'{path}' cannot be resolved: {fault.Message}", path, fault);
        }
    }
}
