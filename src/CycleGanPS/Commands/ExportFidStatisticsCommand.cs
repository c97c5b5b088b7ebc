using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Distributed;
using CycleGanPS.Core.Metrics;

namespace CycleGanPS.Commands;

/// <summary>Export-FidStatistics: measures a set of pictures once, for Measure-Fid, Merge-FidStatistics and pytorch-fid.</summary>
[Cmdlet(VerbsData.Export, "FidStatistics", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(FidStatisticsSummary))]
public sealed class ExportFidStatisticsCommand : FidCommand
{
    private string _destination = "";
    private Shard? _shard;

    /// <summary>The pictures: folders or files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>The .npz file to write.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = null!;

    /// <summary>Measure one part of the pictures alone, such as 3/16, or that of the environment with Auto; the file's name gets its number.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Shard { get; set; }

    /// <summary>Replace a file of that name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void Begin()
    {
        base.Begin();
        _shard = Shard is null ? null : Core.Distributed.Shard.Parse(Shard, Environment.GetEnvironmentVariable);
        // A shard that is there may be this one, which only its pictures tell.
        _destination = StatisticsDestination(_shard?.NameFile(Destination) ?? Destination, Force || _shard is not null);
    }

    protected override void Measure()
    {
        var images = ResolveImages(Path);
        OutputFile.EnsureNoInput(_destination, images.Images);
        using var meter = CreateMeter();
        ShardedSet? part = null;
        if (_shard is not null)
        {
            (part, var own) = ShardedSet.Of(_shard, images.Images, images.Root);
            if (!Force && meter.ExportedBefore(_destination, part) is { } before)
            {
                WriteVerbose($"Shard {_shard} is measured already, in {_destination}.");
                WriteObject(before);
                return;
            }

            OutputFile.EnsureFree(_destination, Force);
            images = own.Count >= 2 ? images.With(own) : throw new CycleGanException(
                FaultKind.TooFewImages,
                $"Shard {_shard} of {images.Images.Count} pictures holds {own.Count}, and statistics take two or more: take fewer shards.", _shard.ToString());
        }

        if (ShouldProcess(_destination, OutputFile.Action(_destination, "Write statistics")))
        {
            WriteObject(meter.Export(images, _destination, part));
        }
    }
}
