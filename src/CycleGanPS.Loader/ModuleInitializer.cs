using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace CycleGanPS.Loader;

/// <summary>
/// What PowerShell runs before it loads the cmdlets, whose assembly cannot even be looked into without CycleGanPS.Core.
/// Loads no tensor library. The hook stays for the life of the process, as the module's assemblies do.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <summary>Under this name the core tells where it has found libtorch, and is told where CYCLEGANPS_TORCH wants it from.</summary>
    internal const string TorchFolder = "CycleGanPS.TorchFolder";

    // Once a process, and done before any of several runspaces that import at the same time goes on.
    static ModuleInitializer()
    {
        var bin = Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!;
        var systemFolder = Path.Combine(bin, "runtimes", RuntimeIdentifier());
        AppContext.SetData("CycleGanPS.NativeFolder", Path.Combine(systemFolder, "native"));
        if (Environment.GetEnvironmentVariable("CYCLEGANPS_TORCH") is { Length: > 0 } named)
        {
            AppContext.SetData(TorchFolder, Path.GetFullPath(named));
        }

        var dependencies = new DependencyContext(Path.Combine(bin, "lib"), systemFolder);
        AssemblyLoadContext.Default.Resolving += dependencies.Resolve;
    }

    public void OnImport()
    {
    }

    // Of the process, not of the machine: an x64 PowerShell on an ARM machine needs x64 libraries.
    private static string RuntimeIdentifier()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }
}
