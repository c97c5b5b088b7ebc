using System.Management.Automation;
using CycleGanPS.Binding.Completion;
using CycleGanPS.Core.Models;

namespace CycleGanPS.Commands;

/// <summary>Get-CycleGanModel: says what model files are, without loading their weights.</summary>
[Cmdlet(VerbsCommon.Get, "CycleGanModel", DefaultParameterSetName = "Path")]
[OutputType(typeof(ModelSummary))]
public sealed class GetCycleGanModelCommand : CycleGanCommand
{
    /// <summary>Model files, or folders for the model files in them; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Path")]
    [ItemPath]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string[]? Path { get; set; }

    /// <summary>Model files, or folders of them, as they are written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    protected override void Process()
    {
        foreach (var path in LiteralPath ?? Path!)
        {
            Guard(path, () =>
            {
                foreach (var file in ModelPath.ResolveAll(this, path, literal: LiteralPath is not null))
                {
                    Guard(file, () => Describe(file));
                }
            });
        }
    }

    private void Describe(string file)
    {
        WriteObject(ModelSummary.Read(file), enumerateCollection: true);
        foreach (var tensor in ModelSummary.Tensors(file))
        {
            WriteVerbose(tensor);
        }
    }
}
