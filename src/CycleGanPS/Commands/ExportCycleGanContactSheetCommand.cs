using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;

namespace CycleGanPS.Commands;

/// <summary>Export-CycleGanContactSheet: pictures of the same name from several folders, side by side on one sheet.</summary>
[Cmdlet(VerbsData.Export, "CycleGanContactSheet", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportCycleGanContactSheetCommand : CycleGanCommand
{
    /// <summary>The file to write; its extension tells the format: PNG, JPEG or WebP.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    /// <summary>The folders, a row each; the first one's pictures give the columns.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ItemPath]
    [ValidateNotNullOrEmpty]
    public string[] Folder { get; set; } = null!;

    /// <summary>Titles of the rows; the folders' names by default.</summary>
    [Parameter]
    public string[]? Title { get; set; }

    /// <summary>Columns at most.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int Count { get; set; } = 8;

    /// <summary>Side of a cell in pixels.</summary>
    [Parameter]
    [ValidateRange(16, 1024)]
    public int CellSize { get; set; } = 128;

    /// <summary>Overwrite the file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void Process()
    {
        var format = ImageFormats.Of(Path);
        var path = OutputFile.Claim(this, Path, Force);
        if (Title is not null && Title.Length != Folder.Length)
        {
            throw new CycleGanException(FaultKind.InvalidArgument, $"There are {Title.Length} titles for {Folder.Length} folders; give one each.", Title);
        }

        var folders = Folder.Select(this.FileSystemPath).ToList();
        var columns = PairedPictures.InAll(folders, WriteWarning);
        OutputFile.EnsureNoInput(path, columns.SelectMany(column => column));
        if (ShouldProcess(path, OutputFile.Action(path, $"Write a sheet of the pictures in {string.Join(", ", folders)}")))
        {
            var rows = PairedPictures.Read(columns, Count, LeaveOut, Cancellation);
            var titles = Title ?? [.. folders.Select(folder => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(folder)))];
            ImageFile.Write(ContactSheet.Compose(rows, CellSize, rowTitles: titles), path, format);
            WriteObject(OutputFile.Item(this, path));
        }
    }
}
