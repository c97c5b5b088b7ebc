using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using CycleGanPS.Core;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Binding.Completion;

/// <summary>
/// Completes paths as the session does, of files only those that will do, and says in the tooltip what a run or a file is. Folders stay,
/// since what is looked for may lie in them.
/// </summary>
public abstract class FileCompleter : IArgumentCompleter
{
    // A folder of many runs is to be complete at once; what each is takes a look into its files.
    private const int MostTooltips = 50;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = wordToComplete.Trim('\'', '"');
        var found = Offered(word).Concat(CompletionCompleters.CompleteFilename(word)).Where(result => Takes(result.ToolTip));
        return found.Select((result, index) => new CompletionResult(
            result.CompletionText, result.ListItemText, result.ResultType, index < MostTooltips ? Describe(result.ToolTip) : result.ToolTip));
    }

    /// <summary>What is offered before what the word leads to.</summary>
    private protected virtual IEnumerable<CompletionResult> Offered(string word) => [];

    /// <summary>Whether a file will do.</summary>
    private protected abstract bool IsWanted(string file);

    private bool Takes(string path) => Directory.Exists(path) || IsWanted(path);

    private static string Describe(string path)
    {
        try
        {
            if (!Directory.Exists(path))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{Size(path)}, {File.GetLastWriteTime(path):yyyy-MM-dd}: {path}");
            }

            if (new RunFolder(path) is { Exists: true } folder)
            {
                var run = RunSummary.Read(folder);
                var model = File.Exists(folder.GeneratorAB) ? $", model of {Size(folder.GeneratorAB)}" : "";
                return $"{run.Technique}, {run.ImageSize} pixels, {run.Status} at epoch {run.Epoch} of {run.Epochs}{model}";
            }
        }
        catch (Exception fault) when (fault is CycleGanException or IOException or UnauthorizedAccessException)
        {
            // What cannot be read is told by the command that it is given to.
        }

        return path;
    }

    private static string Size(string path) => string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(path).Length / 1e6:0.0} MB");
}
