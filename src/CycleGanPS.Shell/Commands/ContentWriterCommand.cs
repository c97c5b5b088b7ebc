using System.Collections;
using System.Management.Automation;
using System.Text;

namespace CycleGanPS.Shell.Commands;

/// <summary>What Set-Content and Add-Content share.</summary>
public abstract class ContentWriterCommand : ItemCommand
{
    private readonly List<(FileStream Stream, StreamWriter Text)> _files = [];
    private string[]? _opened;

    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path", ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? Value { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    [Parameter]
    [TextEncoding]
    public Encoding Encoding { get; set; } = TextEncoding.Default;

    private protected abstract bool Appends { get; }

    protected override void ProcessRecord()
    {
        var literal = ParameterSetName == "LiteralPath";
        var paths = literal ? LiteralPath : Path;
        if (_opened is null || !_opened.AsSpan().SequenceEqual(paths))
        {
            Close();
            _opened = paths;
            foreach (var path in paths)
            {
                Try(path, () => Open(path, literal));
            }
        }

        // A file that is open is written to at once, so that a stop loses nothing.
        foreach (var (stream, text) in _files)
        {
            foreach (var item in Value ?? [])
            {
                Write(stream, text, item is PSObject o ? o.BaseObject : item);
            }
        }

        if (PassThru)
        {
            WriteObject(Value, enumerateCollection: true);
        }
    }

    protected override void EndProcessing() => Close();

    protected override void StopProcessing() => Close();

    private void Open(string path, bool literal)
    {
        foreach (var file in ProviderPaths(path, literal, mustExist: false))
        {
            if (!ShouldProcess(file, Appends ? "Add Content" : "Set Content"))
            {
                continue;
            }

            var text = TextSink.Open(file, Appends, Encoding, Force);
            _files.Add(((FileStream)text.BaseStream, text));
        }
    }

    private void Write(FileStream stream, StreamWriter text, object? item)
    {
        if (AsByteStream)
        {
            stream.Write(item is byte[] block ? block : [LanguagePrimitives.ConvertTo<byte>(item)]);
            stream.Flush();
        }
        else if (item is IList list)
        {
            foreach (var entry in list)
            {
                Write(stream, text, entry);
            }
        }
        else if (NoNewline)
        {
            text.Write(LanguagePrimitives.ConvertTo<string>(item));
        }
        else
        {
            text.WriteLine(LanguagePrimitives.ConvertTo<string>(item));
        }
    }

    private void Close()
    {
        foreach (var (_, text) in _files)
        {
            text.Dispose();
        }

        _files.Clear();
    }
}
