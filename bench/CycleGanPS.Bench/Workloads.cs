using CycleGanPS.Core.Data;
using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Training;
using static TorchSharp.torch;

namespace CycleGanPS.Bench;

/// <summary>What can be measured, by name.</summary>
internal static class Workloads
{
    public static void Prepare()
    {
        TorchDevice.Resolve(DeviceKind.Cpu);
        set_num_threads(Environment.ProcessorCount);
    }

    public static Workload Create(string name, int[] numbers) => name switch
    {
        "step" => new StepWorkload(numbers[0], numbers[1]),
        "generator" => new GeneratorWorkload(numbers[0], numbers[1], numbers[2]),
        "convolution" => new ConvolutionWorkload(numbers[0], numbers[1]),
        _ => throw new ArgumentException($"There is no workload '{name}'."),
    };

    /// <summary>Something to run again and again.</summary>
    internal abstract class Workload : IDisposable
    {
        /// <summary>Floating-point operations of the network's convolutions in one run, two for a multiplication with its addition.</summary>
        public abstract double Operations { get; }

        public abstract void Run();

        public virtual void Dispose()
        {
        }
    }

    /// <summary>One step of the baseline: 64 filters, nine blocks.</summary>
    private sealed class StepWorkload : Workload
    {
        private readonly TrainingOptions _options;
        private readonly CycleGan _networks;
        private readonly ImagePool _poolA = new(50, new RandomSource(1, "poolA"));
        private readonly ImagePool _poolB = new(50, new RandomSource(1, "poolB"));
        private readonly CycleGanStep _step;
        private readonly Tensor _realA;
        private readonly Tensor _realB;

        public StepWorkload(int size, int batch)
        {
            _options = new TrainingOptions { ImageSize = size, BatchSize = batch };
            _networks = new CycleGan(_options, seed: 1, CPU);
            _step = new CycleGanStep(_networks, _options, _poolA, _poolB, count => new float[count]);
            (_realA, _realB) = (rand(batch, 3, size, size) * 2 - 1, rand(batch, 3, size, size) * 2 - 1);
        }

        // Forward and backward cost three forwards. Generators: a translation, a picture of the own domain and a cycle each.
        // Discriminators: their own step on real and fake, and one pass for the generators without gradient of the weights.
        public override double Operations
        {
            get
            {
                var (size, batch) = (_options.ImageSize, _options.BatchSize);
                return batch * ((3 * 6 * Flops.Generator(64, 9, size, size)) + (2 * ((3 * 2) + 2) * Flops.Discriminator(64, size, size)));
            }
        }

        public override void Run()
        {
            using var losses = _step.Run(_realA, _realB, 2e-4);
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

    /// <summary>The baseline's generator without gradient.</summary>
    private sealed class GeneratorWorkload(int height, int width, int batch) : Workload
    {
        private readonly ResnetGenerator _generator = new(new GeneratorOptions());
        private readonly Tensor _input = rand(batch, 3, height, width) * 2 - 1;

        public override double Operations => batch * Flops.Generator(64, 9, height, width);

        public override void Run()
        {
            using var inference = inference_mode();
            _generator.call(_input).Dispose();
        }

        public override void Dispose()
        {
            _generator.Dispose();
            _input.Dispose();
        }
    }

    /// <summary>The machine's limit: a convolution of the residual blocks by itself, at its best size.</summary>
    private sealed class ConvolutionWorkload(int channels, int side) : Workload
    {
        private readonly Tensor _input = rand(1, channels, side, side);
        private readonly Tensor _weight = rand(channels, channels, 3, 3);

        public override double Operations => 2.0 * channels * channels * 9 * side * side;

        public override void Run()
        {
            using var inference = inference_mode();
            nn.functional.conv2d(_input, _weight, padding: [1, 1]).Dispose();
        }

        public override void Dispose()
        {
            _input.Dispose();
            _weight.Dispose();
        }
    }
}
