using System.Management.Automation;
using System.Reflection;

namespace CycleGanPS.Shell.Commands;

/// <summary>Loads assemblies. There is no compiler here: source text is refused.</summary>
[Cmdlet(VerbsCommon.Add, "Type", DefaultParameterSetName = "FromSource")]
public sealed class AddTypeCommand : ItemCommand
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "FromSource")]
    [Alias("MemberDefinition")]
    public string? TypeDefinition { get; set; }

    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "FromPath")]
    public string[]? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "FromLiteralPath")]
    [Alias("PSPath", "LP")]
    public string[]? LiteralPath { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "FromAssemblyName")]
    [Alias("AN")]
    public string[]? AssemblyName { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        if (TypeDefinition is not null)
        {
            ThrowTerminatingError(new ErrorRecord(
                new NotSupportedException("Add-Type cannot compile source in this host: put the code in an assembly and use -Path, or run under pwsh."),
                "CompilerNotAvailable", ErrorCategory.NotImplemented, null));
        }

        foreach (var name in AssemblyName ?? [])
        {
            Load(name, () => Assembly.Load(new AssemblyName(name)));
        }

        foreach (var path in Path ?? LiteralPath ?? [])
        {
            Try(path, () =>
            {
                foreach (var file in ProviderPaths(path, Path is null))
                {
                    Load(file, () => Assembly.LoadFrom(file));
                }
            });
        }
    }

    private void Load(string name, Func<Assembly> load)
    {
        try
        {
            var assembly = load();
            if (PassThru)
            {
                WriteObject(assembly.GetTypes(), enumerateCollection: true);
            }
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException)
        {
            ThrowTerminatingError(new ErrorRecord(exception, "ASSEMBLY_NOT_FOUND", ErrorCategory.ObjectNotFound, name));
        }
    }
}
