using System.Management.Automation;
using CycleGanPS.Binding.Completion;
using CycleGanPS.Core;
using CycleGanPS.Core.Data;
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
    private string _model = "";
    private DestinationFolder _destination = null!;
    private string? _file;
    private AnimeTranslator? _translator;
    private int _begun;
    private int _done;

    /// <summary>A generator file, an .onnx model that turns pictures into pictures, or a run's folder for its generatorAB.pt.</summary>
    [Parameter(Mandatory = true)]
    [ItemPath]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string Model { get; set; } = null!;

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

    /// <summary>Take the pictures of the folders below, too, into the same folders below the destination.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

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

        var folder = this.FileSystemPath(Destination);
        if (!Directory.Exists(folder) && ImageFolder.IsImage(folder))
        {
            NameFile(folder);
            folder = System.IO.Path.GetDirectoryName(folder)!;
        }

        _destination = new DestinationFolder(folder, Force, "another -Destination or a -Suffix") { KeepsExisting = SkipExisting };
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

    protected override void Process(string image, string below)
    {
        if (_file is not null && ++_begun > 1)
        {
            OrEnd(() => throw new CycleGanException(
                FaultKind.InvalidArgument, $"'{Destination}' is the name of one file, and there are several pictures. Name a folder for them.", Destination));
        }

        var name = _file ?? System.IO.Path.Combine(below, System.IO.Path.GetFileNameWithoutExtension(image) + Suffix + ImageFormats.Extension(Format));
        if (_destination.Claim(image, name) is not { } target)
        {
            WriteVerbose($"{image} is left out: its translation {name} is there already.");
            return;
        }

        if (!ShouldProcess(image, OutputFile.Action(target, $"Translate to {target}")))
        {
            return;
        }

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
