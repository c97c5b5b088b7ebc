using CycleGanPS.Core;
using CycleGanPS.Core.Images;
using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Metrics;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.PyTorch;
using SharpFuzz;

// Hands what a fuzzer makes up to one of the project's own parsers. Anything but reading it or a CycleGanException is a find.
// tests/fuzz.ps1 builds, instruments and runs it under afl-fuzz; with a file as the second argument it reads that one alone.
Action<string> read = args[0] switch
{
    "pytorch" => path => PyTorchArchive.ReadStateDict(path).Dispose(),
    "safetensors" => path => SafeTensors.Read(path).Dispose(),
    "npz" => path => NpzFile.Read(path, "mu", "sigma"),
    "photo" => path => PhotoFile.Read(
        path, Transparency.Keep, withMetadata: true, photo => photo.Metadata!.Embed([0xFF, 0xD8], ImageFormat.Jpeg, 1, 1, _ => { })),
    _ => throw new ArgumentException("The readers are pytorch, safetensors, npz and photo."),
};

void Try(string path)
{
    try
    {
        // Not before the fuzzer runs: the instrumented code writes into memory that it sets up.
        NativeLibraries.EnsureLoadable();
        read(path);
    }
    catch (CycleGanException)
    {
        // Refused, as it should be.
    }
}

if (args.Length > 1)
{
    Try(args[1]);
    return;
}

var file = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"cyclegan-fuzz-{Environment.ProcessId}");
Fuzzer.OutOfProcess.Run(stream =>
{
    using (var copy = File.Create(file))
    {
        stream.CopyTo(copy);
    }

    Try(file);
});
