using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Passes objects on and keeps them in a file or a variable.</summary>
[Cmdlet("Tee", "Object", DefaultParameterSetName = "File")]
public sealed class TeeObjectCommand : PSCmdlet, IDisposable
{
    private readonly List<object?> _kept = [];
    private PowerShell? _shell;
    private SteppablePipeline? _writer;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "File")]
    [Alias("Path")]
    public string? FilePath { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "LiteralFile")]
    [Alias("PSPath", "LP")]
    public string? LiteralPath { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Variable")]
    public string? Variable { get; set; }

    [Parameter]
    public SwitchParameter Append { get; set; }

    protected override void BeginProcessing()
    {
        if (Variable is not null)
        {
            return;
        }

        _shell = PowerShell.Create(RunspaceMode.CurrentRunspace).AddCommand("Out-File")
            .AddParameter(FilePath is null ? "LiteralPath" : "FilePath", FilePath ?? LiteralPath).AddParameter("Append", Append.ToBool());
        _writer = _shell.GetSteppablePipeline();
        _writer.Begin(this);
    }

    protected override void ProcessRecord()
    {
        if (_writer is null)
        {
            _kept.Add(InputObject);
        }
        else
        {
            _writer.Process(InputObject);
        }

        WriteObject(InputObject);
    }

    protected override void EndProcessing()
    {
        _writer?.End();
        if (Variable is not null)
        {
            if (Append && SessionState.PSVariable.GetValue(Variable) is { } before)
            {
                _kept.InsertRange(0, LanguagePrimitives.GetEnumerable(before)?.Cast<object?>() ?? [before]);
            }

            SessionState.PSVariable.Set(Variable, _kept.Count == 1 ? _kept[0] : _kept.ToArray());
        }
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _shell?.Dispose();
    }
}
