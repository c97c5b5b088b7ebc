using System.Management.Automation;
using System.Text;

namespace CycleGanPS.Shell.Commands;

/// <summary>Writes objects into a file of comma separated values, row by row as they come.</summary>
[Cmdlet(VerbsData.Export, "Csv", DefaultParameterSetName = "Delimiter", SupportsShouldProcess = true)]
public sealed class ExportCsvCommand : CsvWriterCommand, IDisposable
{
    private StreamWriter? _file;
    private string[]? _names;
    private bool _hasHeader;
    private bool _isOff;

    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "LP")]
    public string? LiteralPath { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    [Parameter]
    [TextEncoding]
    public Encoding Encoding { get; set; } = TextEncoding.Default;

    [Parameter]
    public SwitchParameter Append { get; set; }

    protected override void BeginProcessing()
    {
        if (Path is null == LiteralPath is null)
        {
            ThrowTerminatingError(new ErrorRecord(
                new InvalidOperationException("You must specify either the -Path or -LiteralPath parameters, but not both."),
                "CannotSpecifyPathAndLiteralPath", ErrorCategory.InvalidData, null));
        }

        var path = ProviderPaths(LiteralPath ?? Path!, LiteralPath is not null, mustExist: false) is [var one]
            ? one
            : SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path!);
        _isOff = !ShouldProcess(path, "Export-Csv");
        if (_isOff)
        {
            return;
        }

        try
        {
            if (NoClobber && !Append && File.Exists(path))
            {
                throw new IOException($"The file '{path}' already exists.");
            }

            if (Append && File.Exists(path))
            {
                _names = CsvReader.HeaderOf(path, Encoding, Delimiter);
                _hasHeader = _names is not null;
            }

            _file = TextSink.Open(path, Append, Encoding, Force);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var id = NoClobber && File.Exists(path) ? "NoClobber" : "FileOpenFailure";
            ThrowTerminatingError(new ErrorRecord(exception, id, ErrorCategory.OpenError, path));
        }
    }

    protected override void ProcessRecord()
    {
        if (InputObject is null || _isOff)
        {
            return;
        }

        if (_names is null)
        {
            _names = CsvText.NamesOf(InputObject);
        }
        else if (_hasHeader && !Force)
        {
            RequireColumns();
        }

        if (!_hasHeader)
        {
            _hasHeader = true;
            if (IncludeTypeInformation)
            {
                _file!.WriteLine(TypeLine(InputObject));
            }

            if (!NoHeader)
            {
                _file!.WriteLine(Text.Header(_names));
            }
        }

        _file!.WriteLine(Text.Row(_names, InputObject));
    }

    protected override void EndProcessing() => Dispose();

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    /// <summary>A row without a column of the file it is added to would leave a hole that no one asked for.</summary>
    private void RequireColumns()
    {
        if (!Append)
        {
            return;
        }

        var present = CsvText.NamesOf(InputObject!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (Array.Find(_names!, name => !present.Contains(name)) is { } missing)
        {
            ThrowTerminatingError(new ErrorRecord(
                new InvalidOperationException(
                    $"Cannot append CSV content to the following file: {Path ?? LiteralPath}. The appended object does not have a property "
                    + $"that corresponds to the following column: {missing}. To continue with mismatched properties, add the -Force parameter, and then retry the command."),
                "CannotAppendCsvWithMismatchedPropertyNames", ErrorCategory.InvalidData, missing));
        }
    }
}
