using System.Management.Automation;
using CycleGanPS.Core.Images.Edges;
using CycleGanPS.Core.Threading;

namespace CycleGanPS.Commands;

/// <summary>ConvertTo-EdgeSmoothedImage: blurs drawings along their outlines.</summary>
[Cmdlet(VerbsData.ConvertTo, "EdgeSmoothedImage", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(EdgeSmoothingResult))]
public sealed class ConvertToEdgeSmoothedImageCommand : PathCommand
{
    // What is being written is let finish, so that nothing appears after the pipeline has ended.
    private readonly PrefetchQueue<(string Source, string Target), EdgeSmoothingResult> _underWay =
        new(picture => EdgeSmoothingResult.Make(picture.Source, picture.Target), EdgeSmoothingResult.MostUnderWay, lastingThreads: true);
    private DestinationFolder _destination = null!;
    private int _done;

    /// <summary>The folder that the smoothed pictures go to; it is made if it is not there.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "edge-smoothed";

    /// <summary>Take the pictures of the folders below, too, into the same folders below the destination.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Overwrite pictures that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override bool SearchesBelow => Recurse;

    private protected override DestinationFolder Results => _destination;

    protected override void Begin() =>
        _destination = new DestinationFolder(this.FileSystemPath(Destination), Force, "another -Destination");

    protected override void Process(string image, string below)
    {
        var target = _destination.Claim(image, System.IO.Path.Combine(below, System.IO.Path.GetFileNameWithoutExtension(image) + ".png"))!;
        if (!ShouldProcess(image, OutputFile.Action(target, $"Smooth edges to {target}")))
        {
            return;
        }

        OrEnd(() => DestinationFolder.MakeFor(target));
        _underWay.Add((image, target));
        while (_underWay.Count > EdgeSmoothingResult.MostUnderWay)
        {
            EmitNext();
        }
    }

    protected override void Finish()
    {
        while (_underWay.Count > 0)
        {
            EmitNext();
        }
    }

    protected override void Dispose(bool disposing)
    {
        _underWay.Dispose();
        base.Dispose(disposing);
    }

    private void EmitNext()
    {
        var picture = _underWay.Take(Cancellation);
        var source = picture.Item.Source;
        _done++;
        Guard(source, () => WriteObject(picture.Result));
        ShowProgress("Edge smoothing", _done, source);
    }
}
