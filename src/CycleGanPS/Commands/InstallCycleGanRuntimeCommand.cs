using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Machine.Runtime;

namespace CycleGanPS.Commands;

/// <summary>Install-CycleGanRuntime: puts the tensor library where the module finds it.</summary>
[Cmdlet(VerbsLifecycle.Install, "CycleGanRuntime", SupportsShouldProcess = true, DefaultParameterSetName = "Package")]
[OutputType(typeof(TorchRuntime))]
public sealed class InstallCycleGanRuntimeCommand : CycleGanCommand
{
    /// <summary>What it is to compute on.</summary>
    [Parameter(Position = 0, ParameterSetName = "Package")]
    public RuntimeBackend Backend { get; set; } = RuntimeBackend.Cpu;

    /// <summary>The version of the package to take it from; that which belongs to the module's TorchSharp by default.</summary>
    [Parameter(ParameterSetName = "Package")]
    [ValidatePattern(@"^\d+\.\d+\.\d+([.-][0-9A-Za-z.-]+)?$")]
    public string? Version { get; set; }

    /// <summary>A libtorch that is there already, which is only referred to.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Path")]
    [ItemPath]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Install again what is installed.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void Process()
    {
        var installed = Installed();
        var runtime = Path is null ? Fetch(installed) : Link(installed, LibTorchFolder.Locate(this.FileSystemPath(Path)));
        if (runtime is not null)
        {
            WriteObject(runtime);
            if (NativeLibraries.HasTorchBeside)
            {
                WriteWarning("This module was built from source and takes the tensor library that lies beside it; what is installed is for modules without.");
            }

            if (CppLibrary.IsTooOld)
            {
                WriteWarning($"This system's C++ library is too old for it. {Remedies.Of(Remedy.InstallCppLibrary)}");
            }
        }
    }

    // A damaged one is as good as none, and is mended by what follows.
    private TorchRuntime? Installed()
    {
        try
        {
            var found = RuntimeStore.Find();
            if (found is not null)
            {
                RuntimeStore.EnsureUnchanged(found);
            }

            return found;
        }
        catch (CycleGanException fault) when (fault.Kind == FaultKind.NativeLibraryUnavailable)
        {
            WriteWarning($"{fault.Message} It is replaced.");
            return null;
        }
    }

    private TorchRuntime? Fetch(TorchRuntime? installed)
    {
        var (package, fitting) = RuntimeRestore.PackageFor(Backend);
        var version = Version ?? fitting;
        if (!Force && installed is { IsLinked: false } && installed.Backend == Backend && installed.PackageVersion == version)
        {
            WriteVerbose($"{package} {version} is installed already.");
            return installed;
        }

        if (!ShouldProcess(RuntimeStore.Root, $"{Replacing(installed)}Fetch {package} {version} with the .NET SDK"))
        {
            return null;
        }

        var doing = "Asking the .NET SDK";
        var installer = new RuntimeInstaller { Progress = what => doing = what };
        return Await(stop => installer.FetchAsync(Backend, version, stop), () => Bars.Show($"Tensor library for {Backend}", doing));
    }

    private TorchRuntime? Link(TorchRuntime? installed, string folder)
    {
        if (!Force && installed is { IsLinked: true } && installed.Path == folder)
        {
            WriteVerbose($"{folder} is linked already.");
            return installed;
        }

        LibTorchFolder.Check(folder);
        return ShouldProcess(RuntimeStore.Root, $"{Replacing(installed)}Link {folder}") ? new RuntimeInstaller().Link(folder) : null;
    }

    private static string Replacing(TorchRuntime? installed) => installed is null ? ""
        : installed.IsLinked ? $"Replace the link to {installed.Path}: "
        : $"Replace that for {installed.Backend}: ";
}
