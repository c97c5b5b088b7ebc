using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Gives columns without a name one.</summary>
internal static class CsvHeader
{
    public static string[] Complete(string[] names, Cmdlet command)
    {
        var unnamed = 0;
        var completed = Array.ConvertAll(names, name => string.IsNullOrEmpty(name) ? "H" + ++unnamed : name);
        if (unnamed > 0)
        {
            command.WriteWarning(
                "One or more headers were not specified. Default names starting with \"H\" have been used in place of any missing headers.");
        }

        if (completed.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            command.ThrowTerminatingError(new ErrorRecord(
                new ExtendedTypeSystemException($"The member \"{twice.Key}\" is already present."), "AlreadyPresentPSMemberInfoInternalCollectionAdd",
                ErrorCategory.NotSpecified, null));
        }

        return completed;
    }
}
