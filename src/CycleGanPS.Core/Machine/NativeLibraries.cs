using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using CycleGanPS.Core.Machine.Runtime;

namespace CycleGanPS.Core.Machine;

/// <summary>
/// Makes sure that the native tensor library can be loaded, before TorchSharp tries: its own error points the wrong way,
/// after it has copied half a gigabyte beside itself.
/// </summary>
internal static partial class NativeLibraries
{
    // What loads the module's dependencies tells and asks where libtorch is under this name.
    private const string TorchFolder = "CycleGanPS.TorchFolder";

    private const string Binding = "LibTorchSharp";

    private static readonly Lock Gate = new();
    private static bool _loadable;
    private static nint _binding;

    /// <summary>TorchSharp's own native library, which comes with the module: beside the assemblies, or in the folder for this system.</summary>
    public static string BindingPath
    {
        get
        {
            var beside = Path.GetDirectoryName(typeof(NativeLibraries).Assembly.Location)!;
            string?[] folders = [beside, AppContext.GetData("CycleGanPS.NativeFolder") as string];
            var paths = folders.OfType<string>().Select(folder => Path.Combine(folder, FileName(Binding))).ToList();
            return paths.Find(File.Exists) ?? paths[0];
        }
    }

    /// <summary>Whether libtorch lies beside that, as where the module was built on this machine; it is then taken before an installed one.</summary>
    public static bool HasTorchBeside => File.Exists(Path.Combine(Path.GetDirectoryName(BindingPath)!, FileName("torch")));

    /// <summary>Loads the library, once a process. Called before the first use of a tensor.</summary>
    /// <exception cref="CycleGanException">It cannot be loaded; the message says what is missing.</exception>
    public static void EnsureLoadable()
    {
        lock (Gate)
        {
            if (_loadable)
            {
                return;
            }

            NativeSettings.Configure();
            var folder = Path.GetDirectoryName(BindingPath)!;
            var torchFolder = FindTorch();
            Load(folder, torchFolder);
            AppContext.SetData(TorchFolder, torchFolder);
            _loadable = true;
        }
    }

    /// <summary>A function of the loaded library or of any that it depends on, libtorch and its threads among them; 0 where there is none.</summary>
    public static nint Export(string name) => NativeLibrary.TryGetExport(_binding, name, out var function) ? function : 0;

    /// <summary>The name of a library's file on this system.</summary>
    internal static string FileName(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";

    /// <summary>Loads TorchSharp's native library from a folder.</summary>
    /// <param name="torchFolder">
    /// Where libtorch is, if not beside it, such as torch/lib of an installed PyTorch. What is loaded first by its path is what the loader
    /// then takes for TorchSharp's library, and libtorch finds what it needs itself, CUDA's libraries included.
    /// </param>
    internal static void Load(string folder, string? torchFolder = null)
    {
        if (torchFolder is not null)
        {
            Load(torchFolder, "torch", Remedy.None);
        }

        _binding = Load(folder, Binding, Remedy.BuildModule);
    }

    // What the environment names goes before what was built along, and that before what is installed; null where it lies beside.
    private static string? FindTorch()
    {
        if (AppContext.GetData(TorchFolder) is string named)
        {
            return named;
        }

        if (HasTorchBeside)
        {
            return null;
        }

        var runtime = RuntimeStore.Find() ?? throw new CycleGanException(
            FaultKind.NativeLibraryUnavailable,
            "This needs the tensor library libtorch, which is not installed.",
            RuntimeStore.Root) { Remedy = Remedy.InstallRuntime };
        RuntimeStore.EnsureWhole(runtime);
        return runtime.Path;
    }

    private static nint Load(string folder, string library, Remedy remedy)
    {
        var path = Path.Combine(folder, FileName(library));
        if (!File.Exists(path))
        {
            throw new CycleGanException(
                FaultKind.NativeLibraryUnavailable,
                $"The native tensor library {path} is missing.",
                path) { Remedy = remedy };
        }

        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception fault) when (fault is DllNotFoundException or BadImageFormatException)
        {
            throw Explain(fault, path);
        }
    }

    /// <summary>Says in one sentence what the dynamic loader's message means for the user.</summary>
    internal static CycleGanException Explain(Exception fault, string path)
    {
        var missing = SymbolVersion().Match(fault.Message);
        var what = missing.Success
            ? $"The tensor library needs {missing.Value}, which this system's C++ library does not have."
            : $"The tensor library {path} cannot be loaded: {fault.Message.ReplaceLineEndings(" ").Trim()}";
        return new CycleGanException(FaultKind.NativeLibraryUnavailable, what, path, fault)
        {
            Remedy = missing.Success ? Remedy.InstallCppLibrary : Remedy.None,
        };
    }

    [GeneratedRegex(@"(GLIBCXX|CXXABI|GLIBC)_[0-9.]*[0-9]")]
    private static partial Regex SymbolVersion();
}
