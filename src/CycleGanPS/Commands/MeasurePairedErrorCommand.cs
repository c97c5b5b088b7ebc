using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;
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
        var truths = ImageFolder.List(this.FileSystemPath(Real), tell: WriteWarning);
        var pictures = PairedPictures.Match(ImageFolder.List(this.FileSystemPath(Fake), tell: WriteWarning), truths).ToLookup(pair => pair.Partner is not null);
        var (pairs, alone) = (pictures[true].ToList(), pictures[false].ToList());
        if (pairs.Count == 0)
        {
            throw new CycleGanException(FaultKind.TooFewImages, $"No picture in {Fake} has a true picture of the same name in {Real}.", Fake);
        }

        if (alone.Count > 0)
        {
            WriteWarning($"Left out: pictures without a true one of the same name in {Real}: {alone.Count}, first '{alone[0].Picture}'.");
        }

        var scores = ReadOrReport.Run(pairs, pair => PairedErrorScore.Of(pair.Partner!, pair.Picture), LeaveOut, Cancellation).ToList();
        if (scores.Count == 0)
        {
            throw new CycleGanException(FaultKind.TooFewImages, $"No picture in {Fake} can be measured.", Fake);
        }

        WriteObject(PerImage ? scores : (object)PairedErrorScore.Mean(scores), enumerateCollection: true);
    }
}
