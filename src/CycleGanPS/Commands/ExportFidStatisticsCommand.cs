using System.Management.Automation;
using CycleGanPS.Core.Metrics;

namespace CycleGanPS.Commands;

/// <summary>Export-FidStatistics: measures a set of pictures once, for Measure-Fid, Merge-FidStatistics and pytorch-fid.</summary>
[Cmdlet(VerbsData.Export, "FidStatistics", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(FidStatisticsSummary))]
public sealed class ExportFidStatisticsCommand : FidCommand
{
    /// <summary>The pictures: folders or files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>The .npz file to write.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = null!;

    /// <summary>Replace a file of that name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void Measure()
    {
        var images = ResolveImages(Path);
        var destination = StatisticsDestination(Destination, Force, images.Images);
        if (ShouldProcess(destination, "Write statistics"))
        {
            using var meter = CreateMeter();
            WriteObject(meter.Export(images, destination));
        }
    }
}
