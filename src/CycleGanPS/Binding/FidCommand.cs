using System.Management.Automation;
using CycleGanPS.Binding.Completion;
using CycleGanPS.Core.Metrics;

namespace CycleGanPS.Binding;

/// <summary>A cmdlet that runs pictures through the Inception network.</summary>
public abstract class FidCommand : ImageSetCommand
{
    /// <summary>
    /// The weights file; by default the one that the environment variable CYCLEGANPS_FID_WEIGHTS names, or the one that
    /// Install-FidWeights installed.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(WeightsCompleter))]
    public string? Weights { get; set; }

    /// <summary>How pictures come to the network's size: as pytorch-fid does it, or as clean-fid. The two do not compare.</summary>
    [Parameter]
    public FeatureResize Resize { get; set; }

    /// <summary>Pictures that the network takes at once.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int BatchSize { get; set; } = FeatureExtractor.DefaultBatchSize;

    /// <summary>Search the folders below, too.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Files of this step of the pipeline.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    protected override string[]? PipedPaths => LiteralPath;

    protected override bool SearchesBelow => Recurse;

    // Whoever pipes pictures here may be making them, for hours.
    protected override void Begin()
    {
        base.Begin();
        if (MyInvocation.ExpectingInput)
        {
            FidWeights.Find(WeightsFile);
        }
    }

    private string? WeightsFile => Weights is null ? null : this.FileSystemPath(Weights);

    private protected FidMeter CreateMeter(int seed = 0, int bootstrapDraws = 0) => new(WeightsFile, Cancellation)
    {
        Resize = Resize,
        BatchSize = BatchSize,
        Seed = seed,
        BootstrapDraws = bootstrapDraws,
        Warn = WriteWarning,
        Unreadable = LeaveOut,
        Progress = ShowProgress,
    };
}
