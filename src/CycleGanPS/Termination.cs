using System.Runtime.InteropServices;

namespace CycleGanPS;

/// <summary>
/// A request to terminate (SIGTERM, as service managers and batch systems send it) while work is under way: the work is
/// stopped as by Ctrl+C, and the process ends when what it has is saved. The embedded host does so for every pipeline; pwsh
/// would end at once.
/// </summary>
internal sealed class Termination : IDisposable
{
    private const int ExitCode = 128 + 15;

    private readonly PosixSignalRegistration? _registration;
    private volatile bool _isRequested;

    /// <param name="stop">Stops the work.</param>
    public Termination(Action stop)
    {
        if (AppContext.TryGetSwitch("CycleGanPS.HostStopsOnTermination", out var hostStops) && hostStops)
        {
            return;
        }

        _registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            // Asked twice, the system's default takes its course.
            context.Cancel = !_isRequested;
            _isRequested = true;
            stop();
        });
    }

    /// <summary>Ends the process if that was asked for.</summary>
    public void Obey()
    {
        if (_isRequested)
        {
            Environment.Exit(ExitCode);
        }
    }

    public void Dispose() => _registration?.Dispose();
}
