using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace CycleGanPS.Loader;

/// <summary>
/// Loads what the cmdlets depend on from bin/lib into a context of its own, so that another module's SkiaSharp or
/// Protobuf never meets ours.
/// </summary>
/// <param name="folder">bin/lib: the assemblies and, where the module was built on this machine, its native libraries.</param>
/// <param name="systemFolder">
/// What is for this system alone in a module that was made for several: its native libraries and, in lib, assemblies that were compiled
/// ahead for it.
/// </param>
internal sealed class DependencyContext(string folder, string systemFolder) : AssemblyLoadContext("CycleGanPS")
{
    private readonly ConcurrentDictionary<string, nint> _libraries = [];

    /// <summary>
    /// Answers the default context where it does not know an assembly that we ship. Asked only for our own references:
    /// the cmdlets' assembly is the only one outside that names them.
    /// </summary>
    public Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == "CycleGanPS.Core" ? Load(name) : null;

    protected override Assembly? Load(AssemblyName name)
    {
        // An assembly that is not ours is left to the default context; looking for it here again would never end.
        string[] folders = [Path.Combine(systemFolder, "lib"), folder];
        var path = folders.Select(place => Path.Combine(place, $"{name.Name}.dll")).FirstOrDefault(File.Exists);
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    // Asked for anew for each of the functions that are imported, hundreds of them.
    protected override nint LoadUnmanagedDll(string name) => _libraries.GetOrAdd(name, Find);

    private nint Find(string name)
    {
        // Where libtorch is may be settled long after the import: by what is installed meanwhile.
        string?[] folders = [AppContext.GetData(ModuleInitializer.TorchFolder) as string, folder, Path.Combine(systemFolder, "native")];
        var path = folders.OfType<string>().SelectMany(_ => Candidates(name), Path.Combine).FirstOrDefault(File.Exists);
        return path is null ? nint.Zero : NativeLibrary.Load(path);
    }

    private static IEnumerable<string> Candidates(string name) =>
        OperatingSystem.IsWindows() ? [name, $"{name}.dll"]
        : OperatingSystem.IsMacOS() ? [name, $"lib{name}.dylib", $"{name}.dylib"]
        : [name, $"lib{name}.so", $"{name}.so"];
}
