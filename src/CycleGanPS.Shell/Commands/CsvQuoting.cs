namespace CycleGanPS.Shell.Commands;

/// <summary>Which fields of a line are put in quotes.</summary>
public enum CsvQuoting
{
    Never,
    Always,
    AsNeeded,
}
