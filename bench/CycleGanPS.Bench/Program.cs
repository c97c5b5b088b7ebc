using System.Diagnostics;
using System.Globalization;
using CycleGanPS.Bench;

// A worker that measures what it is told to, a line of words in, a line of seconds out, so that bench/run.ps1 can take turns
// between it and bench/peer.py: both stay loaded, and neither runs while the other does.
Workloads.Prepare();
while (Console.ReadLine() is { Length: > 0 } line)
{
    var words = line.Split(' ');
    var numbers = words.Skip(2).Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray();
    var repetitions = int.Parse(words[1], CultureInfo.InvariantCulture);
    // The networks of the workload before keep their memory until a collection.
    GC.Collect();
    GC.WaitForPendingFinalizers();
    using var workload = Workloads.Create(words[0], numbers);
    workload.Run();
    var seconds = Enumerable.Range(0, repetitions).Select(_ =>
    {
        var watch = Stopwatch.StartNew();
        workload.Run();
        return watch.Elapsed.TotalSeconds.ToString("R", CultureInfo.InvariantCulture);
    });
    var memory = File.Exists("/proc/self/status")
        ? File.ReadLines("/proc/self/status").First(entry => entry.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]
        : "0";
    Console.WriteLine($"{string.Join(' ', seconds)} | {workload.Operations.ToString(CultureInfo.InvariantCulture)} {memory}");
}
