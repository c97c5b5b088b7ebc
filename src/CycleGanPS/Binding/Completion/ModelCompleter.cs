namespace CycleGanPS.Binding.Completion;

/// <summary>Completes model files, and folders of runs, which stand for theirs.</summary>
public sealed class ModelCompleter : RunCompleter
{
    private protected override bool IsWanted(string file) => ModelPath.IsModel(file);
}
