using System.Globalization;
using System.Management.Automation.Host;

namespace CycleGanPS.Shell.Host;

/// <summary>What PowerShell's engine asks of the program around it.</summary>
internal sealed class ConsoleHost : PSHost
{
    private readonly ConsoleUserInterface _ui = new();

    /// <summary>The code that the script gave to <c>exit</c>, if it did.</summary>
    public int? ExitCode { get; private set; }

    public override string Name => "CycleGanPS embedded host";

    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => _ui;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("The embedded host has no nested prompt.");

    public override void ExitNestedPrompt()
    {
    }

    public override void NotifyBeginApplication() => _ui.SuspendProgress();

    public override void NotifyEndApplication() => _ui.ResumeProgress();

    /// <summary>Forgets all progress, when a pipeline is done.</summary>
    public void EndProgress() => _ui.EndProgress();
}
