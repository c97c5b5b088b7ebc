using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Metrics;

namespace CycleGanPS.Commands;

/// <summary>Measure-PairedError: mean absolute error and PSNR of pictures against the truth of the same name.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "PairedError")]
[OutputType(typeof(PairedErrorScore))]
public sealed class MeasurePairedErrorCommand : CycleGanCommand
{
    /// <summary>Folder with the true pictures.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Real { get; set; } = null!;

    /// <summary>Folder with the pictures to judge, named as the true ones but for the extension.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Fake { get; set; } = null!;

    /// <summary>One score a picture, instead of the mean.</summary>
    [Parameter]
    public SwitchParameter PerImage { get; set; }

    protected override void Process()
    {
        var truths = ImageFolder.List(this.FileSystemPath(Real));
        var scores = new List<PairedErrorScore>();
        foreach (var (path, truth) in PairedPictures.Match(ImageFolder.List(this.FileSystemPath(Fake)), truths))
        {
            Cancellation.ThrowIfCancellationRequested();
            if (truth is null)
            {
                WriteWarning($"{path} has no true picture of the same name in {Real} and is left out.");
                continue;
            }

            scores.Add(PairedErrorScore.Of(truth, path));
        }

        if (scores.Count == 0)
        {
            throw new CycleGanException(FaultKind.TooFewImages, $"No picture in {Fake} has a true picture of the same name in {Real}.", Fake);
        }

        WriteObject(PerImage ? scores : (object)PairedErrorScore.Mean(scores), enumerateCollection: true);
    }
}
