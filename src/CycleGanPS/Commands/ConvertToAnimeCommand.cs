using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Data;
using CycleGanPS.Core.Distributed;
using CycleGanPS.Core.Faces;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Inference;

namespace CycleGanPS.Commands;

/// <summary>Convert-ToAnime: sends pictures through a trained generator.</summary>
[Cmdlet(VerbsData.Convert, "ToAnime", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[Alias("ConvertTo-Anime")]
[OutputType(typeof(TranslationResult))]
public sealed class ConvertToAnimeCommand : GeneratorCommand
{
    private string _model = "";
    private DestinationFolder _destination = null!;
    private string? _file;
    private ShardResults? _shard;
    private string? _detector;
    private AnimeTranslator? _translator;
    private int _begun;
    private int _done;

    /// <summary>
    /// The folder that the translations go to; it is made if it is not there. For one picture also the file to write: a name that ends as
    /// that of a picture, and is no folder's.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "anime";

    /// <summary>The shorter side of the translations, by default what the model was trained at; 0 keeps each picture's size.</summary>
    [Parameter]
    [ValidateRange(0, 16384)]
    public int? Size { get; set; }

    /// <summary>Find the faces, and translate the largest alone, or each within the whole photo. -Size is then that of a face.</summary>
    [Parameter]
    public FaceHandling? Face { get; set; }

    /// <summary>A file of the face detector; the installed one by default.</summary>
    [Parameter]
    [ItemPath]
    [ValidateNotNullOrEmpty]
    public string? FaceDetector { get; set; }

    /// <summary>The format of the translations.</summary>
    [Parameter]
    public ImageFormat Format { get; set; } = ImageFormat.Png;

    /// <summary>Quality of JPEG and WebP.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int Quality { get; set; } = 95;

    /// <summary>What becomes of transparency.</summary>
    [Parameter]
    public Transparency Alpha { get; set; } = Transparency.White;

    /// <summary>Carry EXIF and XMP over to the translations.</summary>
    [Parameter]
    public SwitchParameter KeepMetadata { get; set; }

    /// <summary>What is put between a picture's name and the extension.</summary>
    [Parameter]
    [ValidateNotNull]
    public string Suffix { get; set; } = "";

    /// <summary>Pictures of one size that go through the network together.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int BatchSize { get; set; } = 4;

    /// <summary>Take the pictures of the folders below, too, into the same folders below the destination.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Translate one part of the pictures alone, such as 3/16, or that of the environment with Auto; what of it is done is left.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Shard { get; set; }

    /// <summary>Leave translations that are there, and do not translate their pictures again.</summary>
    [Parameter]
    public SwitchParameter SkipExisting { get; set; }

    /// <summary>Overwrite translations that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override bool SearchesBelow => Recurse;

    private protected override DestinationFolder Results => _destination;

    protected override void Begin()
    {
        _model = ModelPath.Resolve(this, Model);
        if (Suffix.IndexOfAny(System.IO.Path.GetInvalidFileNameChars()) >= 0)
        {
            throw new CycleGanException(FaultKind.InvalidArgument, $"The suffix '{Suffix}' holds characters that a file name cannot.", Suffix);
        }

        if (Force && SkipExisting)
        {
            throw new CycleGanException(FaultKind.InvalidArgument, "-Force overwrites what is there and -SkipExisting leaves it: give one of them.");
        }

        var shard = Shard is null ? null : Core.Distributed.Shard.Parse(Shard, Environment.GetEnvironmentVariable);
        _detector = DetectorFile.Resolve(this, Face is not null, FaceDetector);
        var folder = this.FileSystemPath(Destination);
        if (!Directory.Exists(folder) && ImageFolder.IsImage(folder))
        {
            NameFile(folder);
            folder = System.IO.Path.GetDirectoryName(folder)!;
        }

        if (Alpha == Transparency.Keep && Format == ImageFormat.Jpeg)
        {
            throw new CycleGanException(FaultKind.InvalidArgument, "JPEG holds no transparency, and -Alpha Keep asks for it: choose Png or Webp.", Format);
        }

        var keepsExisting = SkipExisting || (shard is not null && !Force);
        _destination = new DestinationFolder(folder, Force, "another -Destination or a -Suffix") { KeepsExisting = keepsExisting };
        _shard = shard is null ? null : ResultsOf(shard, folder);
    }

    // The extension of a file that is named says the format; what is said beside it has to agree.
    private void NameFile(string file)
    {
        var format = ImageFormats.Of(file);
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Format)) && Format != format)
        {
            throw new CycleGanException(FaultKind.InvalidArgument, $"'{Destination}' would be a {format} by its name, and -Format says {Format}.", Format);
        }

        (_file, Format) = (System.IO.Path.GetFileName(file), format);
    }

    // With what two shards of one set have to agree in.
    private ShardResults ResultsOf(Shard shard, string folder) => new(
        shard, folder, Force,
        ("Model", FileHash.Of(_model)), (nameof(Size), Size), (nameof(Face), Face), (nameof(Format), Format), (nameof(Quality), Quality),
        (nameof(Suffix), Suffix), (nameof(Alpha), Alpha), (nameof(KeepMetadata), KeepMetadata), (nameof(Precision), Precision), (nameof(Part), Part),
        (nameof(Activation), Activation), (nameof(NegativeSlope), NegativeSlope), (nameof(Layout), Layout), (nameof(ValueRange), ValueRange),
        (nameof(ChannelOrder), ChannelOrder));

    protected override void Process(string image, string below)
    {
        if (_shard?.Takes(image, below) == false)
        {
            return;
        }

        if (_file is not null && ++_begun > 1)
        {
            OrEnd(() => throw new CycleGanException(
                FaultKind.InvalidArgument, $"'{Destination}' is the name of one file, and there are several pictures. Name a folder for them.", Destination));
        }

        var name = _file ?? System.IO.Path.Combine(below, System.IO.Path.GetFileNameWithoutExtension(image) + Suffix + ImageFormats.Extension(Format));
        if (_destination.Claim(image, name) is not { } target)
        {
            WriteVerbose($"{image} is left out: its translation {name} is there already.");
            _shard?.Done(image, name);
            return;
        }

        if (!ShouldProcess(image, OutputFile.Action(target, $"Translate to {target}")))
        {
            return;
        }

        OrEnd(() => _shard?.Begin());
        OrEnd(Open);
        OrEnd(() => DestinationFolder.MakeFor(target));
        var job = new TranslationJob(image, target);
        Emit(_translator!.Add(job, Cancellation));
        ShowProgress("Translating", _done, image);
    }

    protected override void Finish()
    {
        if (_translator is not null)
        {
            Emit(_translator.Finish(Cancellation));
        }

        if (_shard is not null && ShouldProcess(Destination, $"Note what shard {Shard} has done"))
        {
            _shard.Finish();
        }
    }

    protected override void Dispose(bool disposing)
    {
        _translator?.Dispose();
        base.Dispose(disposing);
    }

    private void Open()
    {
        if (_translator is not null)
        {
            return;
        }

        _translator = AnimeTranslator.Open(
            _model,
            ToEngineOptions(),
            generator =>
            {
                var size = Size ?? generator.NativeSize ?? 256;
                WriteVerbose($"Model {_model}: {generator.Description}; shorter side {(size == 0 ? "kept" : size)}.");
                return new TranslationOptions
                {
                    Size = size, BatchSize = BatchSize, Format = Format, Quality = Quality, Faces = Face,
                    AppliesProfiles = true, Transparency = Alpha, KeepsMetadata = KeepMetadata,
                };
            },
            _detector);
    }

    private void Emit(IReadOnlyList<TranslationOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            _done++;
            foreach (var warning in outcome.Warnings)
            {
                WriteWarning(warning);
            }

            if (outcome.Result is not null)
            {
                _shard?.Done(outcome.Job.Source, outcome.Job.Destination);
                WriteObject(outcome.Result);
            }
            else
            {
                _shard?.Failed(outcome.Job.Source, outcome.Fault!);
                WriteError(ErrorRecords.From(outcome.Fault!, outcome.Job.Source));
            }
        }
    }
}
