using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Binding;

/// <summary>From what a user names as a model to its file: the folder of a run stands for the generators that it has trained.</summary>
internal static class ModelPath
{
    private static readonly string[] Extensions = [".pt", ".pth", ".safetensors", ".onnx"];

    /// <summary>The one model that a path means; of a run the generator from A to B.</summary>
    /// <exception cref="CycleGanException">There is no such file.</exception>
    public static string Resolve(PSCmdlet cmdlet, string path)
    {
        var resolved = cmdlet.FileSystemPath(path);
        var file = Directory.Exists(resolved) ? new RunFolder(resolved).GeneratorAB : resolved;
        return File.Exists(file) ? file : throw new CycleGanException(FaultKind.PathNotFound, $"There is no model file '{file}'.", file);
    }

    /// <summary>All models that a path means: of a run its two generators, of another folder every model file in it.</summary>
    /// <exception cref="CycleGanException">There is none.</exception>
    public static IReadOnlyList<string> ResolveAll(PSCmdlet cmdlet, string path, bool literal)
    {
        var resolved = cmdlet.FileSystemPath(path);
        if (Directory.Exists(resolved))
        {
            return InFolder(resolved);
        }

        if (literal || File.Exists(resolved) || !WildcardPattern.ContainsWildcardCharacters(path))
        {
            return [Resolve(cmdlet, path)];
        }

        // A pattern means what it matches of model files, and nothing of what lies beside them.
        var files = cmdlet.ExistingFileSystemPaths(path).Where(file => File.Exists(file) && IsModel(file)).ToList();
        return files.Count > 0 ? files : throw new CycleGanException(FaultKind.PathNotFound, $"No model file matches '{path}'.", path);
    }

    private static List<string> InFolder(string folder)
    {
        var run = new RunFolder(folder);
        var files = run.Exists ? new[] { run.GeneratorAB, run.GeneratorBA }.Where(File.Exists) : Directory.EnumerateFiles(folder).Where(IsModel);
        var found = files.Order(StringComparer.Ordinal).ToList();
        return found.Count > 0 ? found : throw new CycleGanException(FaultKind.PathNotFound, $"There is no model file in '{folder}'.", folder);
    }

    /// <summary>Whether a file has the name of a model.</summary>
    public static bool IsModel(string file) => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
}
