using System.Management.Automation;
using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Commands;

/// <summary>New-CycleGanConfig: writes a commented config file.</summary>
[Cmdlet(VerbsCommon.New, "CycleGanConfig", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class NewCycleGanConfigCommand : CycleGanCommand
{
    /// <summary>The file to write.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "run.psd1";

    /// <summary>The experiments to set it up for.</summary>
    [Parameter(Position = 1)]
    public Preset[] Preset { get; set; } = [Core.Configs.Preset.Baseline];

    /// <summary>The folder with trainA and trainB.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ItemPath]
    [ValidateNotNullOrEmpty]
    public string? DataRoot { get; set; }

    /// <summary>Overwrite the file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void Process()
    {
        var path = OutputFile.Claim(this, Path, Force);
        var folder = System.IO.Path.GetDirectoryName(path)!;
        var root = DataRoot is null ? "data" : RelativeTo(folder, this.FileSystemPath(DataRoot));
        var options = Presets.Apply(new TrainingOptions { DataRoot = root }, Preset);
        var text = ConfigWriter.WriteChanges(
            options,
            $"CycleGAN training: {string.Join(" + ", Preset)}.\n"
            + $"Relative folders are relative to this file. Train with: Start-CycleGanTraining -Config {System.IO.Path.GetFileName(path)}");
        if (ShouldProcess(path, OutputFile.Action(path, "Write config")))
        {
            AtomicFile.WriteText(path, text);
            WriteObject(OutputFile.Item(this, path));
        }
    }

    // A data folder beside or below the config stays relative, so that both can move together.
    private static string RelativeTo(string folder, string path)
    {
        var relative = System.IO.Path.GetRelativePath(folder, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
