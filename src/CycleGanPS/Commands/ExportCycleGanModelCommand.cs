using System.Management.Automation;
using CycleGanPS.Binding.Completion;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Commands;

/// <summary>Export-CycleGanModel: writes a generator in another file format.</summary>
[Cmdlet(VerbsData.Export, "CycleGanModel", SupportsShouldProcess = true)]
[OutputType(typeof(ModelSummary))]
public sealed class ExportCycleGanModelCommand : CycleGanCommand
{
    /// <summary>A generator's .pt, .pth or .safetensors file, or a run's folder for its generatorAB.pt.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ItemPath]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string Path { get; set; } = null!;

    /// <summary>The file to write; its extension tells the format.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = null!;

    /// <summary>The format, where the extension is not to tell it.</summary>
    [Parameter]
    [ValidateSet(nameof(ModelFormat.PyTorch), nameof(ModelFormat.SafeTensors), nameof(ModelFormat.Onnx))]
    public string? Format { get; set; }

    /// <summary>The number format of the weights; Float16 halves the file.</summary>
    [Parameter]
    public WeightPrecision Precision { get; set; }

    /// <summary>The generator's activation, where its file does not record it.</summary>
    [Parameter]
    public Activation? Activation { get; set; }

    /// <summary>The slope of LeakyReLU below zero, where the file does not record it.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? NegativeSlope { get; set; }

    /// <summary>Which generator, where the file holds several.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Part { get; set; }

    /// <summary>Replace a file of that name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void Process()
    {
        var format = Format is null ? ModelConversion.FormatOf(Destination) : Enum.Parse<ModelFormat>(Format, ignoreCase: true);
        var source = ModelPath.Resolve(this, Path);
        var destination = OutputFile.Claim(this, Destination, Force);
        OutputFile.EnsureNoInput(destination, [source]);
        if (ShouldProcess(destination, OutputFile.Action(destination, $"Write {source} as {format}")))
        {
            var choice = new GeneratorChoice { Activation = Activation, NegativeSlope = NegativeSlope, Part = Part };
            ModelConversion.Convert(source, destination, format, halfPrecision: Precision == WeightPrecision.Float16, choice);
            WriteObject(ModelSummary.Read(destination), enumerateCollection: true);
        }
    }
}
