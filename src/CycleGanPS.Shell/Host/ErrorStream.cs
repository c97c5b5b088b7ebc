using System.Management.Automation;
using System.Reflection;

namespace CycleGanPS.Shell.Host;

/// <summary>
/// Marks an object as one of the error stream, so that Out-Default shows it where errors go. The mark is internal to the
/// engine, whose version is pinned.
/// </summary>
internal static class ErrorStream
{
    private static readonly PropertyInfo Mark =
        typeof(PSObject).GetProperty("WriteStream", BindingFlags.Instance | BindingFlags.NonPublic)
        ?? throw new MissingMemberException("This version of System.Management.Automation has no way to mark errors.");

    public static PSObject Of(ErrorRecord error)
    {
        // Not the record's own shared members: a script may still hold it.
        var marked = new PSObject(error);
        Mark.SetValue(marked, Enum.Parse(Mark.PropertyType, "Error"));
        return marked;
    }
}
