using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Commands;

/// <summary>Get-CycleGanModel: says what model files are, without loading their weights.</summary>
[Cmdlet(VerbsCommon.Get, "CycleGanModel", DefaultParameterSetName = "Path")]
[OutputType(typeof(ModelSummary))]
public sealed class GetCycleGanModelCommand : CycleGanCommand
{
    private static readonly string[] Extensions = [".pt", ".pth", ".safetensors", ".onnx"];

    /// <summary>Model files, or folders for the model files in them; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Path")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Model files, or folders of them, as they are written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    protected override void Process()
    {
        foreach (var path in LiteralPath ?? Path!)
        {
            Guard(path, () =>
            {
                foreach (var file in Find(path))
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

    private IEnumerable<string> Find(string path)
    {
        var literal = this.FileSystemPath(path);
        if (LiteralPath is not null || File.Exists(literal) || Directory.Exists(literal) || !WildcardPattern.ContainsWildcardCharacters(path))
        {
            return FilesOf(literal);
        }

        // A pattern means what it matches of model files, and nothing of what lies beside them.
        var files = this.ExistingFileSystemPaths(path).Where(file => File.Exists(file) && IsModel(file)).ToList();
        return files.Count > 0 ? files : throw new CycleGanException(FaultKind.PathNotFound, $"No model file matches '{path}'.", path);
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        var run = new RunFolder(path);
        var files = run.Exists ? new[] { run.GeneratorAB, run.GeneratorBA }.Where(File.Exists) : Directory.EnumerateFiles(path).Where(IsModel);
        var found = files.Order(StringComparer.Ordinal).ToList();
        return found.Count > 0 ? found : throw new CycleGanException(FaultKind.PathNotFound, $"There is no model file in '{path}'.", path);
    }

    private static bool IsModel(string file) => Extensions.Contains(System.IO.Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
}
