using System.Collections.ObjectModel;
using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>What commands over provider paths share: resolving paths, and a bad path being an error of its own.</summary>
public abstract class ItemCommand : PSCmdlet
{
    /// <summary>Runs an action; a provider's fault becomes an error and the command goes on.</summary>
    private protected void Try(object target, Action action)
    {
        try
        {
            action();
        }
        catch (PipelineStoppedException)
        {
            throw;
        }
        catch (RuntimeException exception)
        {
            WriteError(new ErrorRecord(exception.ErrorRecord, exception));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var category = exception is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : ErrorCategory.WriteError;
            WriteError(new ErrorRecord(exception, exception.GetType().Name, category, target));
        }
    }

    /// <summary>The provider paths that a path stands for; with wildcards, all that exist.</summary>
    private protected Collection<string> ProviderPaths(string path, bool literal, bool mustExist = true)
    {
        if (!literal)
        {
            if (WildcardPattern.ContainsWildcardCharacters(path))
            {
                return SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _);
            }

            path = WildcardPattern.Unescape(path);
        }

        var full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
        if (mustExist && !InvokeProvider.Item.Exists(path, force: true, literalPath: true))
        {
            // The engine's own error for a path that is not there.
            InvokeProvider.Item.Get([path], force: true, literalPath: true);
        }

        return [full];
    }
}
