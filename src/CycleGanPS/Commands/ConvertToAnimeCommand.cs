using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Inference;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Commands;

/// <summary>Convert-ToAnime: sends pictures through a trained generator.</summary>
[Cmdlet(VerbsData.Convert, "ToAnime", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[Alias("ConvertTo-Anime")]
[OutputType(typeof(TranslationResult))]
public sealed class ConvertToAnimeCommand : PathCommand
{
    private const string Activity = "Translating";

    private readonly ProgressThrottle _throttle = new();
    private string _model = "";
    private DestinationFolder _destination = null!;
    private AnimeTranslator? _translator;
    private int _done;

    /// <summary>A generator file, an .onnx model that turns pictures into pictures, or a run's folder for its generatorAB.pt.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Model { get; set; } = null!;

    /// <summary>The folder that the translations go to; it is made if it is not there.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "anime";

    /// <summary>The shorter side of the translations, by default what the model was trained at; 0 keeps each picture's size.</summary>
    [Parameter]
    [ValidateRange(0, 16384)]
    public int? Size { get; set; }

    /// <summary>The format of the translations.</summary>
    [Parameter]
    public ImageFormat Format { get; set; } = ImageFormat.Png;

    /// <summary>Quality of JPEG and WebP.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int Quality { get; set; } = 95;

    /// <summary>What is put between a picture's name and the extension.</summary>
    [Parameter]
    [ValidateNotNull]
    public string Suffix { get; set; } = "";

    /// <summary>Pictures of one size that go through the network together.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int BatchSize { get; set; } = 4;

    /// <summary>Where the network runs.</summary>
    [Parameter]
    public DeviceKind Device { get; set; } = DeviceKind.Auto;

    /// <summary>What runs the network.</summary>
    [Parameter]
    public InferenceEngine Engine { get; set; } = InferenceEngine.Auto;

    /// <summary>The number format of the network's convolutions; Auto measures which is faster.</summary>
    [Parameter]
    public Precision Precision { get; set; } = Precision.Float32;

    /// <summary>Bytes that the network may take up; larger pictures go through in strips. Half of what is free by default.</summary>
    [Parameter]
    [ValidateRange(100_000_000, long.MaxValue)]
    public long? MaxMemory { get; set; }

    /// <summary>The order of an .onnx model's dimensions.</summary>
    [Parameter]
    public TensorLayout Layout { get; set; } = TensorLayout.Auto;

    /// <summary>What black and white are to an .onnx model.</summary>
    [Parameter]
    public ValueRange ValueRange { get; set; } = ValueRange.Auto;

    /// <summary>The order of an .onnx model's colours.</summary>
    [Parameter]
    public ChannelOrder ChannelOrder { get; set; } = ChannelOrder.Auto;

    /// <summary>The generator's activation, where its file does not record it; ReLU, as the public code bases have it, if not given.</summary>
    [Parameter]
    public Activation? Activation { get; set; }

    /// <summary>The slope of LeakyReLU below zero, where the file does not record it.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? NegativeSlope { get; set; }

    /// <summary>Which generator, where the file holds several.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Part { get; set; }

    /// <summary>Overwrite translations that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override DestinationFolder Results => _destination;

    protected override void Begin()
    {
        _model = ModelPath.Resolve(this, Model);
        if (Suffix.IndexOfAny(System.IO.Path.GetInvalidFileNameChars()) >= 0)
        {
            throw new CycleGanException(FaultKind.InvalidArgument, $"The suffix '{Suffix}' holds characters that a file name cannot.", Suffix);
        }

        _destination = new DestinationFolder(this.FileSystemPath(Destination), Force, "another -Destination or a -Suffix");
    }

    protected override void Process(string image)
    {
        var job = new TranslationJob(image, _destination.Claim(image, System.IO.Path.GetFileNameWithoutExtension(image) + Suffix + Extension));
        if (!ShouldProcess(image, $"Translate to {job.Destination}"))
        {
            return;
        }

        OrEnd(Open);
        Emit(_translator!.Add(job, Cancellation));
        if (_throttle.IsDue())
        {
            WriteProgress(new ProgressRecord(0, Activity, $"{_done} done, at {System.IO.Path.GetFileName(image)}"));
        }
    }

    protected override void Finish()
    {
        if (_translator is not null)
        {
            Emit(_translator.Finish(Cancellation));
            Complete(new ProgressRecord(0, Activity, "Done"));
        }
    }

    protected override void Dispose(bool disposing)
    {
        _translator?.Dispose();
        base.Dispose(disposing);
    }

    private string Extension => Format switch { ImageFormat.Jpeg => ".jpg", ImageFormat.Webp => ".webp", _ => ".png" };

    private void Open()
    {
        if (_translator is not null)
        {
            return;
        }

        var engine = new EngineOptions
        {
            Engine = Engine, Device = Device, Precision = Precision, MaxMemory = MaxMemory, Layout = Layout,
            Choice = new GeneratorChoice { Activation = Activation, NegativeSlope = NegativeSlope, Part = Part },
            ValueRange = ValueRange, ChannelOrder = ChannelOrder,
        };
        _translator = AnimeTranslator.Open(_model, engine, generator =>
        {
            var size = Size ?? generator.NativeSize ?? 256;
            WriteVerbose($"Model {_model}: {generator.Description}; shorter side {(size == 0 ? "kept" : size)}.");
            return new TranslationOptions { Size = size, BatchSize = BatchSize, Format = Format, Quality = Quality };
        });
        _destination.Make();
    }

    private void Emit(IReadOnlyList<TranslationOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            _done++;
            if (outcome.Result is not null)
            {
                WriteObject(outcome.Result);
            }
            else
            {
                WriteError(ErrorRecords.From(outcome.Fault!, outcome.Job.Source));
            }
        }
    }
}
