using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;

namespace CycleGanPS.Binding;

/// <summary>
/// What asks the process to end while cmdlets are at work: SIGTERM and SIGHUP, as service managers, batch systems and closed
/// terminals send them, Ctrl+C, and the end of the script itself with work still under way in its thread jobs. PowerShell would
/// leave the first two at once, without a finally block, and Ctrl+C with exit code 0 or 1. So whatever holds something tells this
/// class for as long as it does: it is stopped as by Ctrl+C, its pipeline is unwound, and then the process ends with the
/// conventional code of the signal.
/// </summary>
/// <remarks>While nothing is held all signals are PowerShell's own.</remarks>
internal static class Termination
{
    // For the finally blocks of scripts, and for cmdlets further down the pipeline to close their files.
    private static readonly TimeSpan UnwindingTime = TimeSpan.FromSeconds(10);

    // For PowerShell to end the process, once its script has ended.
    private static readonly TimeSpan LeavingTime = TimeSpan.FromSeconds(5);

    private static readonly Lock Gate = new();
    private static readonly List<Hold> Holds = [];
    private static readonly List<PosixSignalRegistration> Registrations = [];
    private static volatile int _code;
    private static volatile bool _isTerminating;

    static Termination() => AppDomain.CurrentDomain.ProcessExit += (_, _) => OnExit();

    /// <summary>Begins to hold something; disposing of the result ends it.</summary>
    /// <param name="stop">Stops the work, from another thread; may be called more than once.</param>
    public static Hold Begin(Action stop)
    {
        var hold = new Hold(stop, Runspace.DefaultRunspace);
        lock (Gate)
        {
            if (Holds.Count == 0 && !_isTerminating)
            {
                Listen();
            }

            Holds.Add(hold);
        }

        if (_isTerminating)
        {
            stop();
        }

        return hold;
    }

    private static void Listen()
    {
        Registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnTermination));
        Registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => OnInterrupt()));
        if (!OperatingSystem.IsWindows())
        {
            Registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnTermination));
        }
    }

    private static void OnTermination(PosixSignalContext context)
    {
        lock (Gate)
        {
            // Asked twice, or with the last work just ended, the system's default takes its course.
            if (_isTerminating || Holds.Count == 0)
            {
                return;
            }

            _code = context.Signal == PosixSignal.SIGHUP ? 129 : 143;
            _isTerminating = true;
        }

        context.Cancel = true;
        var held = StopAll();
        // A handler that waits would keep the second signal from being heard.
        InBackground(() =>
        {
            WaitFor(held, Timeout.InfiniteTimeSpan);
            Environment.Exit(_code);
        });
    }

    private static void InBackground(Action work) => new Thread(() => work()) { IsBackground = true, Name = nameof(Termination) }.Start();

    // PowerShell stops the pipeline itself. Where it then leaves, because it ran a file or a command, it leaves with our code; a
    // session that is still there some time after has gone on.
    private static void OnInterrupt()
    {
        Hold[] held;
        lock (Gate)
        {
            if (_isTerminating)
            {
                return;
            }

            held = [.. Holds];
        }

        _code = 130;
        InBackground(() =>
        {
            WaitFor(held, Timeout.InfiniteTimeSpan);
            Thread.Sleep(LeavingTime);
            _code = _isTerminating ? _code : 0;
        });
    }

    private static void OnExit()
    {
        // Not for a pipeline that ends the process itself: it waits here.
        WaitFor([.. StopAll().Where(hold => hold.ThreadId != Environment.CurrentManagedThreadId)], UnwindingTime);
        if (_code == 0)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Environment.ExitCode = _code;
        }
        else
        {
            // At once: PowerShell's main thread may be leaving, too, and would put its own code over this one.
            ExitProcess(_code);
        }
    }

    [DllImport("libc", EntryPoint = "exit")]
    private static extern void ExitProcess(int code);

    private static Hold[] StopAll()
    {
        Hold[] held;
        lock (Gate)
        {
            held = [.. Holds];
        }

        foreach (var hold in held)
        {
            hold.Stop();
        }

        return held;
    }

    // First for the work itself, then for what else the pipelines have to do.
    private static void WaitFor(Hold[] held, TimeSpan limit)
    {
        foreach (var hold in held)
        {
            hold.Ended.Wait(limit);
        }

        SpinWait.SpinUntil(() => !held.Any(hold => hold.IsUnwinding), UnwindingTime);
    }

    /// <summary>Something that is not to be lost at the end of the process, held on the thread of its pipeline.</summary>
    public sealed class Hold(Action stop, Runspace? runspace) : IDisposable
    {
        private readonly InvocationInfo? _outermost = OutermostScript(runspace);

        public ManualResetEventSlim Ended { get; } = new();

        public Runspace? Runspace { get; } = runspace;

        public int ThreadId { get; } = Environment.CurrentManagedThreadId;

        /// <summary>Whether the script that holds this has still something to do, as its finally blocks.</summary>
        /// <remarks>The availability of the runspace alone does not tell: it is Available already once a nested pipeline, as loading a
        /// module is one, has ended.</remarks>
        public bool IsUnwinding => _outermost == null
            ? Runspace?.RunspaceAvailability == RunspaceAvailability.Busy
            : OutermostScript(Runspace) == _outermost;

        /// <summary>Whether the process is to end, so that the pipeline is not to go on.</summary>
        public bool IsTerminating => _isTerminating;

        public void Stop()
        {
            try
            {
                stop();
            }
            catch (ObjectDisposedException)
            {
                // It ended by itself meanwhile.
            }
        }

        public void Dispose()
        {
            lock (Gate)
            {
                if (Holds.Remove(this) && Holds.Count == 0 && !_isTerminating)
                {
                    Registrations.ForEach(registration => registration.Dispose());
                    Registrations.Clear();
                }
            }

            Ended.Set();
        }

        private static InvocationInfo? OutermostScript(Runspace? runspace) => runspace is { RunspaceStateInfo.State: RunspaceState.Opened }
            ? runspace.Debugger?.GetCallStack().LastOrDefault()?.InvocationInfo
            : null;
    }
}
