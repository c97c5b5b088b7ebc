using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text;

namespace CycleGanPS.Shell.Host;

/// <summary>One runspace with its host: runs files and commands, shows what they write and tells how they ended.</summary>
internal sealed class Session : IDisposable
{
    private readonly ConsoleHost _host = new();
    private readonly StopSignals _signals = new();
    private readonly Runspace _runspace;

    public Session()
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        _runspace = RunspaceFactory.CreateRunspace(_host, InitialState.Create());
        _runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        _runspace.Open();

        // For script blocks that .NET code calls, such as sort keys and event handlers.
        Runspace.DefaultRunspace = _runspace;
    }

    /// <summary>Whether <c>exit</c> was called or a signal asks the process to end.</summary>
    public bool HasEnded => _host.ExitCode is not null || _signals.IsTerminating;

    /// <summary>Whether somebody types commands, whom Ctrl+C leaves at the prompt.</summary>
    public bool IsInteractive
    {
        set => _signals.AreForPipelinesOnly = value;
    }

    /// <summary>Runs a script as <c>pwsh -File</c> does; returns the exit code.</summary>
    public int RunFile(string path, IEnumerable<CommandParameter> arguments)
    {
        if (!File.Exists(path))
        {
            _host.UI.WriteErrorLine($"There is no script '{path}'.");
            return ExitCodes.Usage;
        }

        if (!string.Equals(Path.GetExtension(path), ".ps1", StringComparison.OrdinalIgnoreCase))
        {
            _host.UI.WriteErrorLine($"'{path}' is not a PowerShell script: its name does not end in .ps1.");
            return ExitCodes.Usage;
        }

        var script = new Command(path, isScript: false, useLocalScope: false);
        foreach (var argument in arguments)
        {
            script.Parameters.Add(argument);
        }

        using var pipeline = _runspace.CreatePipeline();
        pipeline.Commands.Add(script);
        ExitRequest.PassToHost(_runspace);
        return Run(pipeline);
    }

    /// <summary>Runs a text as <c>pwsh -Command</c> does: it has failed if its last statement has.</summary>
    public int RunCommand(string text)
    {
        // The engine would report a text that ends too early without its position.
        Parser.ParseInput(text, out _, out var errors);
        if (errors.Length > 0)
        {
            Report(new ParseException(errors));
            return ExitCodes.Failure;
        }

        // Only a pipeline of the history leaves its $? behind.
        using var pipeline = _runspace.CreatePipeline(text, addToHistory: true);
        var code = Run(pipeline);
        var lastSucceeded = LanguagePrimitives.IsTrue(_runspace.SessionStateProxy.GetVariable("?"));
        return code == ExitCodes.Success && !HasEnded && !lastSucceeded ? ExitCodes.Failure : code;
    }

    /// <summary>The value of an expression as text, for the prompt's own use; empty if it fails.</summary>
    public string Evaluate(string expression)
    {
        using var shell = PowerShell.Create(_runspace);
        try
        {
            return string.Concat(shell.AddScript(expression).Invoke<string>());
        }
        catch (RuntimeException)
        {
            return string.Empty;
        }
    }

    /// <summary>What could stand where in a text the cursor is.</summary>
    public CommandCompletion Complete(string text, int cursor)
    {
        using var shell = PowerShell.Create(_runspace);
        return CommandCompletion.CompleteInput(text, cursor, options: null, shell);
    }

    public void Dispose()
    {
        _host.EndProgress();
        _signals.Dispose();
        _runspace.Dispose();
    }

    private int Run(Pipeline pipeline)
    {
        AddOutput(pipeline);
        var failure = Invoke(pipeline);
        if (failure is not null and not PipelineStoppedException)
        {
            Report(failure);
        }

        return _host.ExitCode
            ?? _signals.TakeExitCode()
            ?? (failure is null ? ExitCodes.Success : ExitCodes.Failure);
    }

    private RuntimeException? Invoke(Pipeline pipeline)
    {
        using var watch = _signals.Watch(pipeline);
        try
        {
            pipeline.Invoke();
            return null;
        }
        catch (RuntimeException exception)
        {
            return exception;
        }
        finally
        {
            _host.EndProgress();
        }
    }

    // An error that ended the script looks as one that it wrote: Out-Default renders it with the view for errors.
    private void Report(RuntimeException failure)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddCommand("Out-Default");
        try
        {
            shell.Invoke(new[] { ErrorStream.Of(failure.ErrorRecord) });
        }
        catch (RuntimeException)
        {
            _host.UI.WriteErrorLine(failure.Message);
        }
    }

    private static void AddOutput(Pipeline pipeline) =>
        pipeline.Commands.Add(new Command("Out-Default", isScript: false, useLocalScope: true)
        {
            MergeUnclaimedPreviousCommandResults = PipelineResultTypes.Error | PipelineResultTypes.Output,
        });
}
