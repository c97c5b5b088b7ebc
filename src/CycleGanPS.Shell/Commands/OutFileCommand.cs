using System.Management.Automation;
using System.Text;

namespace CycleGanPS.Shell.Commands;

/// <summary>Writes objects into a file as the host would show them.</summary>
[Cmdlet(VerbsData.Out, "File", DefaultParameterSetName = "ByPath", SupportsShouldProcess = true)]
public sealed class OutFileCommand : ItemCommand, IDisposable
{
    private readonly List<PSObject> _held = [];
    private StreamWriter? _file;

    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "ByPath")]
    [Alias("Path")]
    public string? FilePath { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "ByLiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string? LiteralPath { get; set; }

    [Parameter(Position = 1)]
    [TextEncoding]
    public Encoding Encoding { get; set; } = TextEncoding.Default;

    [Parameter]
    public SwitchParameter Append { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; } = 120;

    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    protected override void BeginProcessing()
    {
        var path = ProviderPaths(LiteralPath ?? FilePath!, LiteralPath is not null, mustExist: false)[0];
        if (!ShouldProcess(path, "Output to File"))
        {
            return;
        }

        try
        {
            if (NoClobber && !Append && File.Exists(path))
            {
                throw new IOException($"The file '{path}' already exists.");
            }

            _file = TextSink.Open(path, Append, Encoding, Force);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(new ErrorRecord(
                exception, NoClobber && File.Exists(path) ? "NoClobber" : "FileOpenFailure", ErrorCategory.OpenError, path));
        }
    }

    protected override void ProcessRecord()
    {
        if (InputObject is null || _file is null)
        {
            return;
        }

        // Text goes out at once; what has a view waits, for a table has a width.
        if (InputObject.BaseObject is string text && _held.Count == 0)
        {
            Write(text);
        }
        else
        {
            _held.Add(InputObject);
        }
    }

    protected override void EndProcessing()
    {
        if (_file is not null && _held.Count > 0)
        {
            var lines = InvokeCommand.InvokeScript(
                "$args[0] | Out-String -Stream -Width $args[1]", true, System.Management.Automation.Runspaces.PipelineResultTypes.None, null, _held, Width);
            foreach (var line in lines)
            {
                Write(line.ToString());
            }
        }

        Dispose();
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private void Write(string line)
    {
        line = new System.Management.Automation.Internal.StringDecorated(line).ToString(OutputRendering.PlainText);
        if (NoNewline)
        {
            _file!.Write(line);
        }
        else
        {
            _file!.WriteLine(line);
        }
    }
}
