using System.Management.Automation;
using CycleGanPS.Core.Files;

namespace CycleGanPS.Binding.Completion;

/// <summary>Completes files of Inception weights, the installed ones first.</summary>
public sealed class WeightsCompleter : FileCompleter
{
    private protected override IEnumerable<CompletionResult> Offered(string word) =>
        word.Length == 0 && Directory.Exists(UserCache.Folder) ? CompletionCompleters.CompleteFilename(Path.Join(UserCache.Folder, "*.pth")) : [];

    private protected override bool IsWanted(string file) => Path.GetExtension(file).ToUpperInvariant() is ".PTH" or ".PT" or ".SAFETENSORS";
}
