using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;

namespace CycleGanPS.Shell.Host;

/// <summary>
/// Turns Ctrl+C and a request to terminate into a stop of the running pipeline, so that a script's <c>finally</c> and a
/// cmdlet's clean-up run. A second one ends the process there and then.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly Lock _gate = new();
    private readonly PosixSignalRegistration[] _registrations;
    private Pipeline? _running;
    private int? _exitCode;

    public StopSignals()
    {
        // For cmdlets that would otherwise look after the signal themselves, as pwsh does not.
        AppContext.SetSwitch("CycleGanPS.HostStopsOnTermination", true);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, ExitCodes.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, ExitCodes.Terminated)),
        ];
    }

    public bool IsTerminating { get; private set; }

    /// <summary>Whether Ctrl+C leaves the process alone when nothing runs. It may come as the program it has ended is gone.</summary>
    public bool AreForPipelinesOnly { get; set; }

    /// <summary>Directs signals to a pipeline until the returned object is disposed.</summary>
    public IDisposable Watch(Pipeline pipeline)
    {
        lock (_gate)
        {
            _running = pipeline;
            return new Watched(this);
        }
    }

    /// <summary>The exit code of the signal that came since the last call, if one came.</summary>
    public int? TakeExitCode()
    {
        lock (_gate)
        {
            var code = _exitCode;
            _exitCode = IsTerminating ? code : null;
            return code;
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Stop(PosixSignalContext context, int exitCode)
    {
        lock (_gate)
        {
            if (_running is null && AreForPipelinesOnly && exitCode == ExitCodes.Interrupted)
            {
                context.Cancel = true;
                return;
            }

            // Without anything to stop, and when asked again, the system's default takes its course.
            if (_running is null || _exitCode is not null)
            {
                return;
            }

            context.Cancel = true;
            _exitCode = exitCode;
            IsTerminating = exitCode == ExitCodes.Terminated;
            _running.StopAsync();
        }
    }

    private void Release()
    {
        lock (_gate)
        {
            _running = null;
        }
    }

    private sealed class Watched(StopSignals owner) : IDisposable
    {
        public void Dispose() => owner.Release();
    }
}
