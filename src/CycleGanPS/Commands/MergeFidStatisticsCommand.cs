using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Metrics;

namespace CycleGanPS.Commands;

/// <summary>Merge-FidStatistics: adds statistics of parts of a set that were measured apart.</summary>
[Cmdlet(VerbsData.Merge, "FidStatistics", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(FidStatisticsSummary))]
public sealed class MergeFidStatisticsCommand : ImageSetCommand
{
    private string _destination = "";

    /// <summary>Files that Export-FidStatistics wrote; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Files of this step of the pipeline.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>The .npz file to write.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = null!;

    /// <summary>Replace a file of that name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override string[]? PipedPaths => LiteralPath;

    protected override void Begin()
    {
        base.Begin();
        _destination = StatisticsDestination(Destination, Force);
    }

    protected override void Measure()
    {
        var parts = ResolvePaths(Path);
        if (parts.Count == 0)
        {
            throw new CycleGanException(FaultKind.InvalidArgument, "No statistics files were given.");
        }

        OutputFile.EnsureNoInput(_destination, parts);
        if (ShouldProcess(_destination, OutputFile.Action(_destination, "Write statistics")))
        {
            WriteObject(FidStatistics.Merge(parts, _destination));
        }
    }
}
