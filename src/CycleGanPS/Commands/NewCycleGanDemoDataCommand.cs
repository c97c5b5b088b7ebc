using System.Management.Automation;
using CycleGanPS.Core.Demo;

namespace CycleGanPS.Commands;

/// <summary>New-CycleGanDemoData: draws two domains of faces, unpaired for training and paired for the test.</summary>
[Cmdlet(VerbsCommon.New, "CycleGanDemoData", SupportsShouldProcess = true)]
[OutputType(typeof(DemoDataSummary))]
public sealed class NewCycleGanDemoDataCommand : CycleGanCommand
{
    private volatile int _done;

    /// <summary>The data root: trainA, trainB, testA and testB are made in it.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    /// <summary>Training pictures in each domain.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int Count { get; set; } = 200;

    /// <summary>Test pairs.</summary>
    [Parameter]
    [ValidateRange(0, 100_000)]
    public int TestCount { get; set; } = 32;

    /// <summary>Side of the pictures in pixels.</summary>
    [Parameter]
    [ValidateRange(DemoData.SmallestSize, DemoData.LargestSize)]
    public int Size { get; set; } = 64;

    /// <summary>Which faces; the same seed gives the same ones.</summary>
    [Parameter]
    public int Seed { get; set; } = 1;

    /// <summary>Replace demo pictures that are in the folder.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void Process()
    {
        var path = this.FileSystemPath(Path);
        DemoData.EnsureFree(path, Force);
        var replaced = Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() ? ", in place of the pictures that are there" : "";
        if (!ShouldProcess(path, $"Draw {Count} training pictures in each domain and {TestCount} test pairs of {Size}×{Size} pixels{replaced}"))
        {
            return;
        }

        var all = 2 * (Count + TestCount);
        WriteObject(Await(
            stop => Task.FromResult(DemoData.Write(path, Count, TestCount, Size, Seed, Force, done => _done = done, stop)),
            () => Bars.Show("Drawing faces", $"{_done} of {all}", (double)_done / all)));
    }
}
