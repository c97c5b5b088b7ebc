using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CycleGanPS.Bench;
using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Options;
using Microsoft.ML.OnnxRuntime;

// A worker that measures what it is told to, a line of words in, a line of JSON out, so that bench/run.ps1 can take turns between it
// and bench/peer.py: both stay loaded, and neither runs while the other does. 'make NAME ARGUMENTS' prepares a workload and runs it
// once, 'run' measures it; 'limit' measures what a convolution reaches, and 'photos FOLDER COUNT SIDE' draws some.
TorchDevice.Resolve(DeviceKind.Cpu);
TorchSharp.torch.set_num_threads(Environment.ProcessorCount);
using var limit = new ConvolutionLimit();
Workload? workload = null;
while (Console.ReadLine() is { Length: > 0 } line)
{
    var words = line.Split(' ');
    try
    {
        Console.WriteLine(words[0] switch
        {
            "make" => Make(words),
            "run" => Measure(workload!),
            "limit" => Measure(limit),
            "photos" => Photos.Draw(words[1], Number(words[2]), Number(words[3])),
            _ => throw new ArgumentException($"'{words[0]}' is no order."),
        });
    }
    catch (Exception fault)
    {
        Console.Error.WriteLine($"{line}: {fault}");
        return 1;
    }
}

workload?.Dispose();
return 0;

string Make(string[] words)
{
    workload = words[1] switch
    {
        "step" when words.Length > 6 => new StepWorkload(
            Number(words[2]), Number(words[3]), Number(words[4]), Number(words[5]), Enum.Parse<DeviceKind>(words[6], ignoreCase: true)),
        "step" when words.Length > 5 => new StepWorkload(Number(words[2]), Number(words[3]), Number(words[4]), Number(words[5])),
        "step" => new StepWorkload(Number(words[2]), Number(words[3])),
        "generator" => new GeneratorWorkload(
            GeneratorWorkload.OnTorch(words.Length > 5 ? Number(words[5]) : null), Number(words[2]), Number(words[3]), Number(words[4])),
        "onnx" => new GeneratorWorkload(GeneratorWorkload.OnOnnxRuntime(), Number(words[2]), Number(words[3]), Number(words[4])),
        "translate" => new TranslateWorkload(words[2], words[3], words.Length > 4 ? Number(words[4]) : null),
        "features" => new FeaturesWorkload(words[2], words[3]),
        "distance" => new DistanceWorkload(Number(words[2])),
        "edges" => new EdgesWorkload(words[2], words[3]),
        "decode" => new DecodeWorkload(words[2]),
        _ => throw new ArgumentException($"There is no workload '{words[1]}'."),
    };
    workload.WarmUp();
    ProcessMemory.ReturnIfLarge();
    ProcessMemory.ForgetPeak();
    return JsonSerializer.Serialize(new { missing = "", versions = $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}" });
}

static string Measure(Workload workload)
{
    var before = Environment.CpuUsage.TotalTime;
    var watch = Stopwatch.StartNew();
    workload.Run();
    var seconds = watch.Elapsed.TotalSeconds;
    var processorSeconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    ProcessMemory.ReturnIfLarge();
    return JsonSerializer.Serialize(new
    {
        seconds,
        processorSeconds,
        operations = workload.Operations,
        items = workload.Items,
        peakMB = ProcessMemory.PeakMegabytes,
    });
}

static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
