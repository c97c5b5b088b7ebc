using System.Management.Automation;
using System.Text;
using CycleGanPS.Core;
using CycleGanPS.Core.Files;

namespace CycleGanPS.Binding;

/// <summary>A file that a cmdlet is to write: whether it may is found out before the work, and said in one way.</summary>
internal static class OutputFile
{
    // Of every file system in common use: in bytes, or on Windows in characters.
    private const int LongestName = 255;

    /// <summary>The absolute path of what a user names as the file to write.</summary>
    /// <param name="cmdlet">The cmdlet, whose location relative paths start at.</param>
    /// <param name="path">What the user typed.</param>
    /// <param name="force">Whether a file of that name may be replaced.</param>
    /// <exception cref="CycleGanException">
    /// Its folder does not exist, something else than a file is in the way, its name is too long, or it exists and is not to be replaced.
    /// </exception>
    public static string Claim(PSCmdlet cmdlet, string path, bool force)
    {
        var file = cmdlet.FileSystemPath(path);
        if (!Directory.Exists(Path.GetDirectoryName(file)))
        {
            throw new CycleGanException(FaultKind.PathNotFound, $"There is no folder for '{file}'.", file);
        }

        EnsureFree(file, force);
        return file;
    }

    /// <summary>What is asked before a file is written: what would be done, and whether something would be lost by it.</summary>
    public static string Action(string file, string action) => File.Exists(file) ? $"{action}, in place of the file that is there" : action;

    /// <summary>A file that has been written, as the session's provider gives it: with its PSPath, and shown under its folder.</summary>
    public static PSObject Item(PSCmdlet cmdlet, string file) => cmdlet.InvokeProvider.Item.Get([file], force: true, literalPath: true)[0];

    /// <summary>Refuses a path that something else than a file is in the way of, or a file that is not to be replaced, or a name that is too long.</summary>
    /// <exception cref="CycleGanException">It cannot be written.</exception>
    public static void EnsureFree(string file, bool force)
    {
        if (Directory.Exists(file))
        {
            throw new CycleGanException(FaultKind.OutputExists, $"'{file}' is a folder; a file is to be written there.", file);
        }

        if (FileStatus.Of(file) is { Nature: not FileNature.File } other)
        {
            throw new CycleGanException(FaultKind.OutputExists, $"'{file}' is a {other.Nature.ToString().ToLowerInvariant()}, and is left alone.", file);
        }

        var name = Path.GetFileName(file);
        var length = OperatingSystem.IsWindows() ? name.Length : Encoding.UTF8.GetByteCount(name);
        if (length > LongestName)
        {
            throw new CycleGanException(FaultKind.OutputNotWritable, $"'{file}' has a name of {length} bytes; file systems take {LongestName}.", file);
        }

        if (File.Exists(file) && !force)
        {
            throw new CycleGanException(FaultKind.OutputExists, $"'{file}' exists already. Overwrite it with -Force.", file);
        }
    }

    /// <summary>Refuses a path that leads to one of the files that are read, whatever it is called there.</summary>
    /// <exception cref="CycleGanException">It does.</exception>
    public static void EnsureNoInput(string file, IEnumerable<string> inputs)
    {
        if (FileIdentity.Of(file) is { } there && inputs.FirstOrDefault(input => FileIdentity.Of(input) == there) is { } same)
        {
            throw new CycleGanException(FaultKind.OutputExists, $"'{file}' would overwrite '{same}', which it is to be made of. Name another file.", file);
        }
    }
}
