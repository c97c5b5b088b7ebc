using System.Runtime.InteropServices;

namespace CycleGanPS.Core.Machine.Runtime;

/// <summary>Whether the system's C++ library has what TorchSharp's native library needs of it.</summary>
internal static partial class CppLibrary
{
    /// <summary>True only where it is known to lack something; the loader has the last word.</summary>
    public static bool IsTooOld
    {
        get
        {
            // GCC 13 brought this function, and the version with it.
            try
            {
                return OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libstdc++.so.6", out var library)
                    && FindVersioned(library, "_ZSt21ios_base_library_initv", "GLIBCXX_3.4.32") == nint.Zero;
            }
            catch (EntryPointNotFoundException)
            {
                return false;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "dlvsym", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint FindVersioned(nint library, string name, string version);
}
