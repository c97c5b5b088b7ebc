using System.Management.Automation;
using System.Runtime.Loader;

namespace CycleGanPS;

/// <summary>
/// What PowerShell runs when the module is imported. Importing loads no tensor library. The hook stays for the life of the
/// process, as the module's assembly does. PowerShell reads the cmdlets' attributes before it runs this, so they may not
/// hold a type of CycleGanPS.Core: OutputType is given by name.
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
