namespace CycleGanPS.Help;

/// <summary>What is wrong with the pages: every fault with its file and line, and what to do about it.</summary>
public sealed class Faults
{
    private readonly List<(string File, int Line, string Message)> _faults = [];

    public bool Any => _faults.Count > 0;

    /// <param name="line">Counted from 1.</param>
    public void Add(string file, int line, string message) => _faults.Add((file, line, message));

    /// <summary>Writes the faults by file and line, in the form that MSBuild and editors recognise as errors.</summary>
    public void Report(TextWriter writer)
    {
        foreach (var (file, line, message) in _faults.OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line))
        {
            writer.WriteLine($"{file}({line}): error HELP: {message}");
        }
    }
}
