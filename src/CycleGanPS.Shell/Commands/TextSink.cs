using System.Text;

namespace CycleGanPS.Shell.Commands;

/// <summary>Opens text files for commands that write them.</summary>
internal static class TextSink
{
    /// <summary>Opens a file so that others may read it meanwhile; what is written is there at once.</summary>
    public static StreamWriter Open(string path, bool append, Encoding encoding, bool force)
    {
        if (force && File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReadOnly) != 0)
        {
            File.SetAttributes(path, File.GetAttributes(path) & ~FileAttributes.ReadOnly);
        }

        var stream = new FileStream(path, append ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        return new StreamWriter(stream, encoding) { AutoFlush = true };
    }
}
