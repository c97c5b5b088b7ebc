using System.Management.Automation;
using System.Runtime.Loader;

namespace CycleGanPS.Loader;

/// <summary>
/// What PowerShell runs before it loads the cmdlets, whose assembly cannot even be looked into without CycleGanPS.Core.
/// Loads no tensor library. The hook stays for the life of the process, as the module's assemblies do.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    // Once a process, and done before any of several runspaces that import at the same time goes on.
    static ModuleInitializer()
    {
        var folder = Path.Combine(Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!, "lib");
        var torchFolder = Environment.GetEnvironmentVariable("CYCLEGANPS_TORCH") is { Length: > 0 } named ? Path.GetFullPath(named) : null;
        // What loads libtorch asks for it by this name.
        AppContext.SetData("CycleGanPS.TorchFolder", torchFolder);
        var dependencies = new DependencyContext(folder, torchFolder);
        AssemblyLoadContext.Default.Resolving += dependencies.Resolve;
    }

    public void OnImport()
    {
    }
}
