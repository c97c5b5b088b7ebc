using System.Management.Automation;
using CycleGanPS.Core.Metrics;

namespace CycleGanPS.Commands;

/// <summary>Export-FidStatistics: measures a set of pictures once, for Measure-Fid, Merge-FidStatistics and pytorch-fid.</summary>
[Cmdlet(VerbsData.Export, "FidStatistics", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(FidStatisticsSummary))]
public sealed class ExportFidStatisticsCommand : FidCommand
{
    private string _destination = "";

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

    protected override void Begin()
    {
        base.Begin();
        _destination = StatisticsDestination(Destination, Force);
    }

    protected override void Measure()
    {
        var images = ResolveImages(Path);
        OutputFile.EnsureNoInput(_destination, images.Images);
        if (ShouldProcess(_destination, OutputFile.Action(_destination, "Write statistics")))
        {
            using var meter = CreateMeter();
            WriteObject(meter.Export(images, _destination));
        }
    }
}
