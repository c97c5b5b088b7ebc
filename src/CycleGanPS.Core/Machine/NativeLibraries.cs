using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace CycleGanPS.Core.Machine;

/// <summary>
/// Makes sure that the native tensor library can be loaded, before TorchSharp tries: its own error points the wrong way,
/// after it has copied half a gigabyte beside itself.
/// </summary>
public static partial class NativeLibraries
{
    private static readonly Lock Gate = new();
    private static bool _loadable;

    /// <summary>Loads the library, once a process. Called before the first use of a tensor.</summary>
    /// <exception cref="CycleGanException">It cannot be loaded; the message says what is missing and how to get it.</exception>
    public static void EnsureLoadable()
    {
        lock (Gate)
        {
            if (_loadable)
            {
                return;
            }

            NativeSettings.Configure();
            Load(Path.GetDirectoryName(typeof(NativeLibraries).Assembly.Location)!);
            _loadable = true;
        }
    }

    /// <summary>Loads TorchSharp's native library from a folder.</summary>
    internal static void Load(string folder)
    {
        var name = OperatingSystem.IsWindows() ? "LibTorchSharp.dll" : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib" : "libLibTorchSharp.so";
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            throw new CycleGanException(
                FaultKind.NativeLibraryUnavailable,
                $"The native tensor library {path} is missing. Build the module on this machine (./cgps does), for Linux x64, macOS arm64 or Windows x64.",
                path);
        }

        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception fault) when (fault is DllNotFoundException or BadImageFormatException)
        {
            throw new CycleGanException(FaultKind.NativeLibraryUnavailable, Explain(fault.Message, path), path, fault);
        }
    }

    /// <summary>Says in one sentence what the dynamic loader's message means for the user.</summary>
    internal static string Explain(string loaderMessage, string path)
    {
        var missing = SymbolVersion().Match(loaderMessage);
        return missing.Success
            ? $"The tensor library needs {missing.Value}, which this system's C++ library does not have: install libstdc++ of GCC 13 or later (Debian 13, Ubuntu 24.04 and later have it; on Debian 12 run ./cgps --mend as root, which installs libstdc++6 from Debian 13)."
            : $"The tensor library {path} cannot be loaded: {loaderMessage.ReplaceLineEndings(" ").Trim()}";
    }

    [GeneratedRegex(@"(GLIBCXX|CXXABI|GLIBC)_[0-9.]*[0-9]")]
    private static partial Regex SymbolVersion();
}
