using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Reports;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Commands;

/// <summary>Export-CycleGanReport: the page of a run, or one over several, as a file that holds all that it shows.</summary>
[Cmdlet(VerbsData.Export, "CycleGanReport", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(FileInfo))]
public sealed class ExportCycleGanReportCommand : RunCommand
{
    private readonly List<RunStory> _stories = [];

    /// <summary>The HTML file to write, or a folder for a file with the run's name.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ItemPath]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = null!;

    /// <summary>Overwrite the file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override string DefaultPath => "runs/*";

    // Before the runs come: whoever pipes them may be training for days. The name in a folder is that of the runs.
    protected override void Begin()
    {
        if (!Directory.Exists(this.FileSystemPath(Destination)))
        {
            if (!IsPage(Destination))
            {
                throw new CycleGanException(
                    FaultKind.InvalidArgument, $"'{Destination}' is no folder that exists, and no file that ends in .html or .htm.", Destination);
            }

            OutputFile.Claim(this, Destination, Force);
        }
    }

    private protected override void Process(RunFolder run)
    {
        if (!_stories.Exists(known => known.Folder.Path == run.Path))
        {
            _stories.Add(RunStory.Read(run, this.ReadConfig));
        }
    }

    protected override void End()
    {
        if (_stories.Count == 0)
        {
            throw new CycleGanException(FaultKind.PathNotFound, "There is no run to report on: no path given is the folder of one.", Path?.FirstOrDefault());
        }

        var folder = this.FileSystemPath(Destination);
        var target = Directory.Exists(folder)
            ? System.IO.Path.Combine(folder, _stories.Count == 1 ? $"{_stories[0].Folder.Name}.html" : "runs.html")
            : folder;
        OutputFile.EnsureFree(target, Force);
        OutputFile.EnsureNoInput(target, _stories.SelectMany(story => Inputs(story.Folder)));
        if (ShouldProcess(target, OutputFile.Action(target, $"Write a page of {string.Join(", ", _stories.Select(story => story.Folder.Name))}")))
        {
            AtomicFile.WriteText(target, RunPage.Whole(_stories, DateTimeOffset.Now));
            WriteObject(OutputFile.Item(this, target));
        }
    }

    private static bool IsPage(string path) => System.IO.Path.GetExtension(path).ToUpperInvariant() is ".HTML" or ".HTM";

    private static IEnumerable<string> Inputs(RunFolder run) => ((string[])[run.Path, run.Samples]).Where(Directory.Exists)
        .SelectMany(Directory.EnumerateFiles).Where(file => file != run.Page);
}
