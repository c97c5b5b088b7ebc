using System.Management.Automation;
using System.Runtime.Loader;

namespace CycleGanPS.Loader;

/// <summary>
/// What PowerShell runs before it loads the cmdlets, whose assembly cannot even be looked into without CycleGanPS.Core.
/// Loads no tensor library. The hook stays for the life of the process, as the module's assemblies do.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    private static readonly DependencyContext Dependencies =
        new(Path.Combine(Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!, "lib"));

    private static int _hooked;

    public void OnImport()
    {
        if (Interlocked.Exchange(ref _hooked, 1) == 0)
        {
            AssemblyLoadContext.Default.Resolving += Dependencies.Resolve;
        }
    }
}
