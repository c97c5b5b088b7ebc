using System.Management.Automation;
using CycleGanPS.Core;

namespace CycleGanPS.Binding;

/// <summary>A file that a cmdlet is to write: whether it may is found out before the work, and said in one way.</summary>
internal static class OutputFile
{
    /// <summary>The absolute path of what a user names as the file to write.</summary>
    /// <param name="cmdlet">The cmdlet, whose location relative paths start at.</param>
    /// <param name="path">What the user typed.</param>
    /// <param name="force">Whether a file of that name may be replaced.</param>
    /// <exception cref="CycleGanException">Its folder does not exist, a folder is in the way, or it exists and is not to be replaced.</exception>
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

    /// <summary>Refuses a path that a folder is in the way of, or a file that is not to be replaced.</summary>
    /// <exception cref="CycleGanException">It is taken.</exception>
    public static void EnsureFree(string file, bool force)
    {
        if (Directory.Exists(file))
        {
            throw new CycleGanException(FaultKind.OutputExists, $"'{file}' is a folder; a file is to be written there.", file);
        }

        if (File.Exists(file) && !force)
        {
            throw new CycleGanException(FaultKind.OutputExists, $"'{file}' exists already. Overwrite it with -Force.", file);
        }
    }
}
