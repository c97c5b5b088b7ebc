using System.Collections;
using System.Diagnostics;
using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Starts a process.</summary>
[Cmdlet(VerbsLifecycle.Start, "Process", SupportsShouldProcess = true)]
[OutputType(typeof(Process))]
public sealed class StartProcessCommand : PSCmdlet
{
    private readonly CancellationTokenSource _stop = new();

    [Parameter(Position = 0, Mandatory = true)]
    [Alias("PSPath", "Path")]
    public string FilePath { get; set; } = "";

    [Parameter(Position = 1)]
    [Alias("Args")]
    public string[] ArgumentList { get; set; } = [];

    [Parameter]
    public string? WorkingDirectory { get; set; }

    [Parameter]
    [Alias("RSO")]
    public string? RedirectStandardOutput { get; set; }

    [Parameter]
    [Alias("RSE")]
    public string? RedirectStandardError { get; set; }

    [Parameter]
    [Alias("RSI")]
    public string? RedirectStandardInput { get; set; }

    [Parameter]
    public Hashtable? Environment { get; set; }

    [Parameter]
    [Alias("nnw")]
    public SwitchParameter NoNewWindow { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public SwitchParameter Wait { get; set; }

    protected override void BeginProcessing()
    {
        var command = SessionState.InvokeCommand.GetCommand(FilePath, CommandTypes.Application);
        var start = new ProcessStartInfo(command?.Source ?? FullPath(FilePath), string.Join(' ', ArgumentList))
        {
            WorkingDirectory = FullPath(WorkingDirectory ?? "."),
            RedirectStandardOutput = RedirectStandardOutput is not null,
            RedirectStandardError = RedirectStandardError is not null,
            RedirectStandardInput = RedirectStandardInput is not null,
        };
        foreach (DictionaryEntry entry in Environment ?? [])
        {
            start.Environment[LanguagePrimitives.ConvertTo<string>(entry.Key)] = entry.Value is null ? null : LanguagePrimitives.ConvertTo<string>(entry.Value);
        }

        if (!ShouldProcess(start.FileName, "Start-Process"))
        {
            return;
        }

        try
        {
            Run(start);
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(new ErrorRecord(
                new InvalidOperationException($"This command cannot be run due to the error: {exception.Message}.", exception),
                "InvalidOperationException", ErrorCategory.InvalidOperation, FilePath));
        }
    }

    protected override void StopProcessing() => _stop.Cancel();

    private void Run(ProcessStartInfo start)
    {
        var process = Process.Start(start)!;
        if (RedirectStandardInput is not null)
        {
            using var input = File.OpenRead(FullPath(RedirectStandardInput));
            input.CopyTo(process.StandardInput.BaseStream);
            process.StandardInput.Close();
        }

        Task[] copies =
        [
            Copy(RedirectStandardOutput, () => process.StandardOutput.BaseStream),
            Copy(RedirectStandardError, () => process.StandardError.BaseStream),
        ];
        if (PassThru)
        {
            WriteObject(process);
        }

        if (Wait)
        {
            try
            {
                process.WaitForExitAsync(_stop.Token).GetAwaiter().GetResult();
                Task.WaitAll(copies, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                throw new PipelineStoppedException();
            }
        }
    }

    private async Task Copy(string? path, Func<Stream> source)
    {
        if (path is null)
        {
            return;
        }

        await using var file = new FileStream(FullPath(path), FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1);
        await source().CopyToAsync(file).ConfigureAwait(false);
    }

    private string FullPath(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
}
