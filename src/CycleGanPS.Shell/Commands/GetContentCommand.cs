using System.Management.Automation;
using System.Text;

namespace CycleGanPS.Shell.Commands;

/// <summary>Reads a file by lines, whole, or as bytes.</summary>
[Cmdlet(VerbsCommon.Get, "Content", DefaultParameterSetName = "Path")]
public sealed class GetContentCommand : PathItemCommand
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("First", "Head")]
    [ValidateRange(0, long.MaxValue)]
    public long TotalCount { get; set; } = -1;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Last")]
    [ValidateRange(0, int.MaxValue)]
    public int Tail { get; set; } = -1;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public long ReadCount { get; set; } = 1;

    [Parameter]
    public SwitchParameter Raw { get; set; }

    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    [Parameter]
    [TextEncoding]
    public Encoding Encoding { get; set; } = TextEncoding.Default;

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        if (TotalCount >= 0 && Tail >= 0)
        {
            ThrowTerminatingError(new ErrorRecord(
                new InvalidOperationException("The parameters TotalCount and Tail cannot be used together."),
                "TailAndHeadCannotCoexist", ErrorCategory.InvalidOperation, null));
        }

        ForEachItem(path =>
        {
            if (System.IO.Directory.Exists(path))
            {
                WriteError(new ErrorRecord(
                    new UnauthorizedAccessException($"Unable to get content because it is a directory: '{path}'. Please use 'Get-ChildItem' instead."),
                    "GetContainerContentException", ErrorCategory.InvalidOperation, path));
            }
            else if (!File.Exists(path))
            {
                ReadFromProvider(path);
            }
            else if (AsByteStream)
            {
                ReadBytes(path);
            }
            else if (Raw)
            {
                WriteObject(Annotate(File.ReadAllText(path, Encoding), path));
            }
            else
            {
                ReadLines(path);
            }
        });
    }

    private void ReadBytes(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var from = Tail >= 0 ? Math.Max(0, bytes.Length - Tail) : 0;
        var to = TotalCount >= 0 ? (int)Math.Min(bytes.Length, TotalCount) : bytes.Length;
        WriteObject(bytes[from..to], enumerateCollection: !Raw && ReadCount != 0);
    }

    private void ReadLines(string path)
    {
        IEnumerable<string> lines = File.ReadLines(path, Encoding);
        lines = Tail >= 0 ? lines.TakeLast(Tail) : TotalCount >= 0 ? lines.Take((int)Math.Min(int.MaxValue, TotalCount)) : lines;
        if (ReadCount == 1)
        {
            var number = 0L;
            foreach (var line in lines)
            {
                var item = Annotate(line, path);
                item.Properties.Add(new PSNoteProperty("ReadCount", ++number));
                WriteObject(item);
            }

            return;
        }

        foreach (var chunk in lines.Chunk(ReadCount <= 0 ? int.MaxValue : (int)ReadCount))
        {
            WriteObject(chunk.Cast<object>().ToArray());
        }
    }

    private static PSObject Annotate(string text, string path)
    {
        var item = new PSObject(text);
        item.Properties.Add(new PSNoteProperty("PSPath", "Microsoft.PowerShell.Core\\FileSystem::" + path));
        item.Properties.Add(new PSNoteProperty("PSParentPath", "Microsoft.PowerShell.Core\\FileSystem::" + System.IO.Path.GetDirectoryName(path)));
        item.Properties.Add(new PSNoteProperty("PSChildName", System.IO.Path.GetFileName(path)));
        return item;
    }

    /// <summary>Variables, functions and the like: what is not a file has a reader of its own.</summary>
    private void ReadFromProvider(string path)
    {
        foreach (var reader in InvokeProvider.Content.GetReader(Paths, Force, IsLiteral))
        {
            using (reader)
            {
                while (reader.Read(1) is { Count: > 0 } items)
                {
                    WriteObject(items, enumerateCollection: true);
                }
            }
        }
    }
}
