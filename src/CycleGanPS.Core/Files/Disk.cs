using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CycleGanPS.Core.Files;

/// <summary>What .NET leaves out about files that have to outlive a power cut.</summary>
internal static partial class Disk
{
    /// <summary>
    /// Waits until the names in a folder are on the disk. A file that was flushed and renamed may otherwise be there after a
    /// power cut under its old name, or under none. Windows has no such call, and file systems that know none are left alone.
    /// </summary>
    /// <exception cref="IOException">The disk says that it has lost what was written.</exception>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = Open(folder, 0);
        if (handle < 0)
        {
            return;
        }

        const int InputOutputError = 5;
        try
        {
            if (Synchronize(handle) != 0 && Marshal.GetLastPInvokeError() == InputOutputError)
            {
                throw new IOException($"The folder {folder} could not be flushed: {new Win32Exception(InputOutputError).Message}.");
            }
        }
        finally
        {
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
