using System.Runtime.InteropServices;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Inference;
using CycleGanPS.Core.Inference.Strips;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Tests.Images;
using CycleGanPS.Core.Tests.Networks;
using TorchSharp;
using Xunit;

namespace CycleGanPS.Core.Tests.Inference;

public sealed class AnimeTranslatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ResnetGenerator _generator = new(new GeneratorOptions { Channels = 3, Filters = 4, ResidualBlocks = 1 });

    public void Dispose()
    {
        _generator.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(37, 18)]
    [InlineData(2000, 10)]
    [InlineData(64, 64)]
    public void Any_size_is_kept(int width, int height)
    {
        using var translator = Translator(size: 0);
        var translation = translator.Translate(ImageFileTests.Noise(width, height));
        Assert.Equal((width, height), (translation.Width, translation.Height));
    }

    [Theory]
    [InlineData("unet-6", 50, 70)]
    [InlineData("unet-6", 64, 3)]
    [InlineData("skip-deep-color", 5, 13)]
    public void Any_size_is_kept_by_a_network_with_skip_connections(string name, int width, int height)
    {
        using var generator = SkipNetworks.Load(name);
        using var translator = new AnimeTranslator(new TorchGenerator(generator, torch.CPU), new TranslationOptions { Size = 0 });
        var translation = translator.Translate(ImageFileTests.Noise(width, height));
        Assert.Equal((width, height), (translation.Width, translation.Height));
    }

    [Fact]
    public void A_fitting_picture_goes_through_the_network_as_it_is()
    {
        var image = ImageFileTests.Noise(16, 24);
        using var translator = Translator(size: 0);
        using var _ = torch.no_grad();
        using var input = ImageTensor.FromImage(image);
        using var output = _generator.call(input);
        Assert.Equal(ImageTensor.ToImage(output).Pixels, translator.Translate(image).Pixels);
    }

    [Fact]
    public void A_picture_beyond_the_memory_limit_goes_through_in_strips()
    {
        var image = ImageFileTests.Noise(48, 64);
        using var whole = new TorchGenerator(_generator, torch.CPU);
        using var striped = new TorchGenerator(_generator, torch.CPU, memoryLimit: 1);

        var differences = whole.Translate([image])[0].Pixels.Zip(striped.Translate([image])[0].Pixels, (one, other) => Math.Abs(one - other));

        Assert.InRange(differences.Max(), 0, 1);
    }

    [Theory]
    [InlineData(
        "[enforce fail at alloc_cpu.cpp:121] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes.",
        "The memory that there is does not suffice to translate {0}.")]
    [InlineData(
        "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1",
        "The network failed on {0}: it does not take a picture of this size.")]
    public void What_the_library_says_becomes_a_sentence_that_names_the_picture(string said, string expected)
    {
        ImageFile.Write(ImageFileTests.Noise(8, 8), _folder.File("in.png"), ImageFormat.Png);
        using var translator = new AnimeTranslator(new FailingGenerator(said), new TranslationOptions { Size = 0 });

        translator.Add(new TranslationJob(_folder.File("in.png"), _folder.File("out.png")));
        var fault = Assert.IsType<CycleGanException>(Assert.Single(translator.Finish()).Fault);

        Assert.Equal(FaultKind.ImageTooLarge, fault.Kind);
        Assert.Equal(expected.Replace("{0}", $"'{_folder.File("in.png")}' (8×8 pixels)"), fault.Message);
    }

    [Fact]
    public void A_picture_too_large_even_for_strips_is_refused_with_what_it_would_need()
    {
        var source = _folder.File("large.png");
        ImageFile.Write(ImageFileTests.Noise(400, 300), source, ImageFormat.Png);
        using var translator = new AnimeTranslator(new TorchGenerator(_generator, torch.CPU, memoryLimit: 1000), new TranslationOptions { Size = 0 });

        translator.Add(new TranslationJob(source, _folder.File("out.png")));
        var outcome = Assert.Single(translator.Finish());

        var fault = Assert.IsType<CycleGanException>(outcome.Fault);
        Assert.Equal(FaultKind.ImageTooLarge, fault.Kind);
        Assert.Equal(Remedy.UseLessMemory, fault.Remedy);
    }

    [Fact]
    public void Outcomes_come_in_order_with_faults_in_their_place_and_files_whole()
    {
        using var translator = Translator(size: 16, batchSize: 3);
        var outcomes = new List<TranslationOutcome>();
        var jobs = new List<TranslationJob>();
        for (var index = 0; index < 23; index++)
        {
            var source = _folder.File($"{index:00}.png");
            if (index % 7 == 3)
            {
                File.WriteAllText(source, "no picture");
            }
            else
            {
                ImageFile.Write(ImageFileTests.Noise(20 + index / 5, 30), source, ImageFormat.Png);
            }

            jobs.Add(new TranslationJob(source, _folder.File($"out-{index:00}.png")));
            outcomes.AddRange(translator.Add(jobs[^1]));
        }

        outcomes.AddRange(translator.Finish());
        Assert.Equal(jobs, outcomes.Select(outcome => outcome.Job));
        foreach (var (outcome, index) in outcomes.Select((outcome, index) => (outcome, index)))
        {
            Assert.Equal(index % 7 == 3, outcome.Fault is CycleGanException { Kind: FaultKind.UnreadableImage });
            if (outcome.Result is { } result)
            {
                var written = ImageFile.Identify(result.Destination);
                Assert.Equal((result.Width, result.Height), (written.Width, written.Height));
                Assert.Equal(16, Math.Min(result.Width, result.Height));
                Assert.True(result.Elapsed > TimeSpan.Zero);
            }
        }
    }

    [Fact]
    public void A_batch_gives_what_single_pictures_give()
    {
        var paths = Enumerable.Range(0, 4).Select(index => _folder.File($"{index}.png")).ToList();
        foreach (var (path, index) in paths.Select((path, index) => (path, index)))
        {
            var image = ImageFileTests.Noise(16, 16);
            image.Pixels[index] ^= 0x80;
            ImageFile.Write(image, path, ImageFormat.Png);
        }

        RgbImage[] Translate(int batchSize)
        {
            using var translator = Translator(size: 16, batchSize);
            paths.ForEach(path => translator.Add(new TranslationJob(path, $"{path}.{batchSize}.png")));
            return [.. translator.Finish().Select(outcome => ImageFile.Read(outcome.Result!.Destination))];
        }

        foreach (var (single, batched) in Translate(1).Zip(Translate(4)))
        {
            ImageFileTests.AssertClose(single, batched, tolerance: 1);
        }
    }

    [Fact]
    public void No_tensor_stays_behind()
    {
        using var translator = Translator(size: 0);
        translator.Translate(ImageFileTests.Noise(16, 16));
        var before = LiveTensors.Count();
        for (var index = 0; index < 5; index++)
        {
            translator.Translate(ImageFileTests.Noise(17, 19));
        }

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void What_memory_cannot_hold_is_refused_before_it_is_tried()
    {
        ImageFile.Write(new RgbImage(4000, 1), _folder.File("line.png"), ImageFormat.Png);
        using var translator = Translator(size: 16384);
        translator.Add(new TranslationJob(_folder.File("line.png"), _folder.File("out.png")));
        var fault = Assert.IsType<CycleGanException>(Assert.Single(translator.Finish()).Fault);
        Assert.Equal(FaultKind.ImageTooLarge, fault.Kind);
        Assert.Contains("line.png", fault.Message);
    }

    [Theory]
    [InlineData(ImageFormat.Png, 70_000, 2, 32, "would be 1120000×32")]
    [InlineData(ImageFormat.Jpeg, 1000, 1, 100, "would be 100000×100")]
    public void What_the_format_cannot_hold_is_refused_before_the_work(ImageFormat format, int width, int height, int size, string words)
    {
        ImageFile.Write(new RgbImage(width, height), _folder.File("line.png"), ImageFormat.Png);
        using var network = new TorchGenerator(_generator, torch.CPU, memoryLimit: long.MaxValue);
        using var translator = new AnimeTranslator(network, new TranslationOptions { Size = size, Format = format });
        translator.Add(new TranslationJob(_folder.File("line.png"), _folder.File("out")));
        var fault = Assert.IsType<CycleGanException>(Assert.Single(translator.Finish()).Fault);
        Assert.Equal(FaultKind.OutputNotWritable, fault.Kind);
        Assert.Contains(words, fault.Message);
    }

    // What grows with the width alone counts too: a strip has some rows, whatever the picture has.
    [Theory]
    [InlineData(640_000, 32)]
    [InlineData(640_000, 1)]
    [InlineData(1, 640_000)]
    public void A_picture_so_wide_that_strips_do_not_fit_is_known_to_be(int width, int height)
    {
        var options = new GeneratorOptions { Filters = 64 };
        var rows = sizeof(float) * 64L * 640_000;
        var needed = Math.Min(StripedForward.WholeImageBytes(options, height, width), StripedForward.LeastBytes(options, height, width));
        Assert.True(needed > (width > height ? 30 * rows : 400_000_000), $"{needed}");
    }

    [Fact]
    public void A_cancelled_translator_stops()
    {
        ImageFile.Write(new RgbImage(16, 16), _folder.File("a.png"), ImageFormat.Png);
        using var translator = Translator(size: 16);
        translator.Add(new TranslationJob(_folder.File("a.png"), _folder.File("out.png")));
        Assert.Throws<OperationCanceledException>(() => translator.Finish(new CancellationToken(canceled: true)));
        Assert.False(File.Exists(_folder.File("out.png")));
    }

    [Fact]
    public void Padding_mirrors_without_the_border_and_comes_off_again()
    {
        var image = new RgbImage(3, 1, [1, 1, 1, 2, 2, 2, 3, 3, 3]);
        var padded = ReflectionPadding.Pad(image, 8, 1);
        Assert.Equal([3, 2, 1, 2, 3, 2, 1, 2], padded.Pixels.Where((_, index) => index % 3 == 0));
        Assert.Equal(image.Pixels, ReflectionPadding.Crop(padded, 3, 1).Pixels);
        Assert.Equal(8, ReflectionPadding.PaddedLength(1, 4, 8));
        Assert.Equal(12, ReflectionPadding.PaddedLength(9, 4, 8));
    }

    private AnimeTranslator Translator(int size, int batchSize = 1) =>
        new(new TorchGenerator(_generator, torch.CPU), new TranslationOptions { Size = size, BatchSize = batchSize });

    private sealed class FailingGenerator(string says) : IImageGenerator
    {
        public string Description => "fails";

        public PictureSizes Sizes { get; } = new();

        public int? NativeSize => null;

        public long MemoryLimit => long.MaxValue;

        public long LeastBytes(int width, int height) => 0;

        public IReadOnlyList<RgbImage> Translate(IReadOnlyList<RgbImage> pictures, CancellationToken cancellation = default) =>
            throw new ExternalException(says);

        public void Dispose()
        {
        }
    }
}
