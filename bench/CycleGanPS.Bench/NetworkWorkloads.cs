using CycleGanPS.Core.Data;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Inference;
using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.Onnx;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Training;
using static TorchSharp.torch;

namespace CycleGanPS.Bench;

/// <summary>One training step of the baseline, by default 64 filters and nine blocks.</summary>
internal sealed class StepWorkload : Workload
{
    private readonly TrainingOptions _options;
    private readonly CycleGan _networks;
    private readonly ImagePool _poolA = new(50, new RandomSource(1, "poolA"));
    private readonly ImagePool _poolB = new(50, new RandomSource(1, "poolB"));
    private readonly CycleGanStep _step;
    private readonly Tensor _realA;
    private readonly Tensor _realB;

    public StepWorkload(int size, int batch, int filters = 64, int blocks = 9, DeviceKind kind = DeviceKind.Cpu)
    {
        var device = TorchDevice.Resolve(kind);
        _options = new TrainingOptions { ImageSize = size, BatchSize = batch, Filters = filters, ResidualBlocks = blocks };
        _networks = new CycleGan(_options, seed: 1, device);
        _step = new CycleGanStep(_networks, _options, _poolA, _poolB, count => new float[count]);
        (_realA, _realB) = (Images(), Images());
        Tensor Images() => rand(batch, 3, size, size, device: device) * 2 - 1;
    }

    // Forward and backward cost three forwards. Generators: a translation, a picture of the own domain and a cycle each.
    // Discriminators: their own step on real and fake, and one pass for the generators without gradient of the weights.
    public override double Operations
    {
        get
        {
            var (size, batch, filters) = (_options.ImageSize, _options.BatchSize, _options.Filters);
            var generators = 3 * 6 * Flops.Generator(filters, _options.ResidualBlocks, size, size);
            return batch * (generators + (2 * ((3 * 2) + 2) * Flops.Discriminator(filters, size, size)));
        }
    }

    public override int Items => _options.BatchSize;

    public override void Run()
    {
        using var losses = _step.Run(_realA, _realB, new(2e-4, 2e-4));
        losses.Read();
    }

    public override void Dispose()
    {
        _poolA.Dispose();
        _poolB.Dispose();
        _networks.Dispose();
        _realA.Dispose();
        _realB.Dispose();
    }
}

/// <summary>The baseline's generator without gradient, as Convert-ToAnime calls it, bytes in and bytes out.</summary>
internal sealed class GeneratorWorkload(IImageGenerator generator, int height, int width, int batch) : Workload
{
    private static readonly GeneratorOptions Baseline = new();

    private readonly RgbImage[] _input = [.. Enumerable.Range(0, batch).Select(index => Noise(height, width, index))];

    public override double Operations => batch * Flops.Generator(64, 9, height, width);

    public override int Items => batch;

    /// <summary>The network under libtorch.</summary>
    /// <param name="megabytes">What feature maps may take up, in strips where they need more; null for no limit.</param>
    public static IImageGenerator OnTorch(int? megabytes = null) =>
        new TorchGenerator(new ResnetGenerator(Baseline), CPU, owned: true, memoryLimit: megabytes is { } limit ? limit * 1_000_000L : long.MaxValue);

    /// <summary>The same network under ONNX Runtime.</summary>
    public static IImageGenerator OnOnnxRuntime()
    {
        using var network = new ResnetGenerator(Baseline);
        var model = OnnxExporter.ToBytes(network, new GeneratorInfo { Generator = Baseline });
        return OnnxGenerator.Open(model, "baseline", new EngineOptions { MaxMemory = long.MaxValue }, get_num_threads());
    }

    public override void Run() => generator.Translate(_input);

    public override void Dispose() => generator.Dispose();

    private static RgbImage Noise(int height, int width, int seed)
    {
        var pixels = new byte[3 * height * width];
        new Random(seed).NextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }
}

/// <summary>The machine's limit: a convolution of the residual blocks as libtorch does it, by itself, at its best size.</summary>
internal sealed class ConvolutionLimit : Workload
{
    private const int Channels = 256;
    private const int Side = 64;
    private const int Repetitions = 5;

    private readonly Tensor _input = rand(1, Channels, Side, Side);
    private readonly Tensor _weight = rand(Channels, Channels, 3, 3);

    public override double Operations => Repetitions * 2.0 * Channels * Channels * 9 * Side * Side;

    public override void Run()
    {
        using var inference = inference_mode();
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            nn.functional.conv2d(_input, _weight, padding: [1, 1]).Dispose();
        }
    }

    public override void Dispose()
    {
        _input.Dispose();
        _weight.Dispose();
    }
}
