using System.Management.Automation;
using CycleGanPS.Core.Metrics;

namespace CycleGanPS.Commands;

/// <summary>Measure-Fid: FID, KID, precision and recall between real and fake pictures.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Fid", DefaultParameterSetName = "Path")]
[OutputType(typeof(FidScore))]
public sealed class MeasureFidCommand : FidCommand
{
    private ImageSet _real = null!;

    /// <summary>The real pictures: folders or files (wildcards are allowed), or one file of statistics.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ItemPath]
    [ValidateNotNullOrEmpty]
    public string[] Real { get; set; } = null!;

    /// <summary>The pictures to judge: folders or files (wildcards are allowed), or one file of statistics.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Path")]
    [ItemPath]
    [ValidateNotNullOrEmpty]
    public string[]? Fake { get; set; }

    /// <summary>Draws of a bootstrap that says how far FID and KID may be off; 200 or more for a useful interval.</summary>
    [Parameter]
    [ValidateRange(10, 100_000)]
    public int Bootstrap { get; set; }

    /// <summary>Where random choices come from; the same seed gives the same numbers.</summary>
    [Parameter]
    public int Seed { get; set; }

    protected override void Begin()
    {
        base.Begin();
        _real = Resolve(Real);
    }

    protected override void Measure()
    {
        using var meter = CreateMeter(Seed, Bootstrap);
        WriteObject(meter.Measure(_real, Resolve(Fake)));
    }
}
