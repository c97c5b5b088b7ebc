using System.Management.Automation;

namespace CycleGanPS.Binding.Completion;

/// <summary>Completes folders of runs, those in runs first.</summary>
public class RunCompleter : FileCompleter
{
    private protected override IEnumerable<CompletionResult> Offered(string word) =>
        word.Length == 0 ? CompletionCompleters.CompleteFilename("runs/") : [];

    private protected override bool IsWanted(string file) => false;
}
