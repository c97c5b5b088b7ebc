using System.Management.Automation;
using CycleGanPS.Core.Metrics;

namespace CycleGanPS.Commands;

/// <summary>Measure-SlicedWasserstein: how far two sets of pictures are apart, scale by scale; needs no weights.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "SlicedWasserstein", DefaultParameterSetName = "Path")]
[OutputType(typeof(SlicedWassersteinScore))]
public sealed class MeasureSlicedWassersteinCommand : ImageSetCommand
{
    private ImageSet _real = null!;

    /// <summary>The real pictures: folders or files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ItemPath]
    [ValidateNotNullOrEmpty]
    public string[] Real { get; set; } = null!;

    /// <summary>The pictures to judge: folders or files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Path")]
    [ItemPath]
    [ValidateNotNullOrEmpty]
    public string[]? Fake { get; set; }

    /// <summary>Picture files to judge, from the pipeline.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>The side to measure at, a power of two; by default the largest that no picture falls short of.</summary>
    [Parameter]
    [ValidateRange(16, 4096)]
    public int? Size { get; set; }

    /// <summary>Where the random patches and directions come from; the same seed gives the same numbers.</summary>
    [Parameter]
    public int Seed { get; set; }

    /// <summary>Search the folders below, too.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    protected override string[]? PipedPaths => LiteralPath;

    protected override bool SearchesBelow => Recurse;

    protected override void Begin()
    {
        base.Begin();
        _real = ResolveImages(Real);
    }

    protected override void Measure()
    {
        var meter = new SlicedWassersteinMeter(Seed, Cancellation)
        {
            Warn = WriteWarning,
            Unreadable = LeaveOut,
            Progress = (done, total) => ShowProgress("Sliced Wasserstein distance", done, total),
        };
        WriteObject(meter.Measure(_real.Images, ResolveImages(Fake).Images, Size), enumerateCollection: true);
    }
}
