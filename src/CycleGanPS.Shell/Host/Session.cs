using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace CycleGanPS.Shell.Host;

/// <summary>A runspace with the engine's commands and ours, and the ways to run something in it.</summary>
internal sealed class Session : IDisposable
{
    private const int StoppedBySignal = 128;

    private readonly ConsoleHost _host = new();
    private readonly Runspace _runspace;
    private readonly PosixSignalRegistration[] _signals;
    private readonly Lock _gate = new();
    private PowerShell? _running;
    private int? _signal;

    public Session()
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        _runspace = RunspaceFactory.CreateRunspace(_host, InitialState());
        _runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, 2)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, 15)),
        ];
    }

    /// <summary>Runs a script with its arguments as pwsh -File does, and gives its exit code.</summary>
    public int RunFile(string path, IReadOnlyList<string> arguments)
    {
        if (!File.Exists(path))
        {
            Console.Error.WriteLine($"There is no script '{path}'.");
            return 64;
        }

        var script = Parser.ParseFile(Path.GetFullPath(path), out _, out var errors);
        if (errors.Length > 0)
        {
            var fault = new ParseException(errors);
            Report(fault.ErrorRecord);
            return 1;
        }

        // A block that knows its file has $PSScriptRoot and $PSCommandPath, and its exit reaches the host.
        var (positional, named) = ScriptArguments.Parse(script, arguments);
        return Run(shell => shell
            .AddScript("param($Block, $Positional, $Named) & $Block @Positional @Named", useLocalScope: true)
            .AddParameter("Block", script.GetScriptBlock())
            .AddParameter("Positional", positional)
            .AddParameter("Named", named));
    }

    /// <summary>Runs a command line as pwsh -Command does: it fails if its last statement did.</summary>
    public int RunCommand(string text) => Run(shell => shell.AddScript($"{text}\nif (-not $?) {{ exit 1 }}", useLocalScope: false));

    /// <summary>Reads command lines until the input or <c>exit</c> ends it.</summary>
    public int RunPrompt()
    {
        while (_host.ExitCode is null)
        {
            Console.Write($"PS {_runspace.SessionStateProxy.Path.CurrentLocation.Path}> ");
            if (Console.ReadLine() is not { } line)
            {
                break;
            }

            Run(shell => shell.AddScript(line, useLocalScope: false));
            _signal = null;
        }

        return _host.ExitCode ?? 0;
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _runspace.Dispose();
    }

    private static InitialSessionState InitialState()
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.UseCurrentThread;
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.RemoteSigned;
        }

        foreach (var type in Assembly.GetExecutingAssembly().GetTypes())
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet)
            {
                var name = $"{cmdlet.VerbName}-{cmdlet.NounName}";
                state.Commands.Add(new SessionStateCmdletEntry(name, type, null));
                foreach (var alias in type.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? [])
                {
                    state.Commands.Add(new SessionStateAliasEntry(alias, name));
                }
            }
        }

        return state;
    }

    private int Run(Action<PowerShell> addCommands)
    {
        using var shell = PowerShell.Create(_runspace);
        addCommands(shell);
        shell.Commands.AddCommand("Out-Default");
        // All that a command writes goes through Out-Default to the screen, in its order, errors too.
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        lock (_gate)
        {
            _running = shell;
        }

        try
        {
            shell.Invoke();
        }
        catch (PipelineStoppedException)
        {
            // Stopped by a signal, of which the exit code tells.
        }
        catch (RuntimeException fault)
        {
            if (_signal is null)
            {
                Report(fault.ErrorRecord);
                return 1;
            }
        }
        finally
        {
            lock (_gate)
            {
                _running = null;
            }

            _host.EndProgress();
        }

        return _signal is { } signal ? StoppedBySignal + signal : _host.ExitCode ?? 0;
    }

    private void Report(ErrorRecord error)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddCommand("Out-Default").AddParameter("InputObject", MarkAsError(error));
        shell.Invoke();
    }

    // Out-Default writes an error record to the error stream only if it is marked as one.
    private static PSObject MarkAsError(ErrorRecord error)
    {
        var wrapped = new PSObject(error);
        wrapped.Properties.Add(new PSNoteProperty("writeErrorStream", true));
        return wrapped;
    }

    private void Stop(PosixSignalContext context, int number)
    {
        lock (_gate)
        {
            if (_running is null)
            {
                return;
            }

            // The pipeline gets the time it needs to leave things whole; a second signal is left to the system.
            context.Cancel = _signal is null;
            _signal = number;
            _running.BeginStop(null, null);
        }
    }
}
