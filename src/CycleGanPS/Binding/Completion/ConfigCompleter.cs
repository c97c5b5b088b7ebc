namespace CycleGanPS.Binding.Completion;

/// <summary>Completes config files and, for those who go on with one, folders of runs.</summary>
public sealed class ConfigCompleter : RunCompleter
{
    private protected override bool IsWanted(string file) => Path.GetExtension(file).Equals(".psd1", StringComparison.OrdinalIgnoreCase);
}
