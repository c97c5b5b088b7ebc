using System.Diagnostics;
using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>What commands over processes share: finding them by name or number.</summary>
public abstract class ProcessCommand : PSCmdlet
{
    /// <summary>Runs an action on processes; each that is not there is an error of its own.</summary>
    private protected IEnumerable<Process> Find(string[]? names, int[]? ids)
    {
        foreach (var id in ids ?? [])
        {
            Process? found = null;
            try
            {
                found = Process.GetProcessById(id);
            }
            catch (ArgumentException)
            {
                WriteError(Missing($"Cannot find a process with the process identifier {id}.", "NoProcessFoundForGivenId", id));
            }

            if (found is not null)
            {
                yield return found;
            }
        }

        foreach (var name in names ?? [])
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            var found = Process.GetProcesses().Where(process => pattern.IsMatch(process.ProcessName)).OrderBy(process => process.Id).ToArray();
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(Missing(
                    $"Cannot find a process with the name \"{name}\". Verify the process name and call the cmdlet again.",
                    "NoProcessFoundForGivenName", name));
            }

            foreach (var process in found)
            {
                yield return process;
            }
        }
    }

    private static ErrorRecord Missing(string message, string id, object target) =>
        new(new ArgumentException(message), id, ErrorCategory.ObjectNotFound, target);
}
