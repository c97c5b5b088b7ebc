using CycleGanPS.Core.Machine.Runtime;
using Xunit;

namespace CycleGanPS.Core.Tests.Machine.Runtime;

/// <summary>What becomes of what the SDK says; a script stands for the SDK.</summary>
public sealed class RuntimeRestoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_an_SDK_it_says_what_there_is_to_do()
    {
        var fault = await FailureAsync(_folder.File("no-such-program"));

        Assert.Equal(FaultKind.RuntimeRejected, fault.Kind);
        Assert.Equal(Remedy.InstallSdkOrLink, fault.Remedy);
    }

    [LinuxFact]
    public async Task A_runtime_alone_is_no_SDK()
    {
        var fault = await FailureAsync(Script("echo 'The command could not be loaded, possibly because: No .NET SDKs were found.' >&2; exit 145"));

        Assert.Equal(Remedy.InstallSdkOrLink, fault.Remedy);
    }

    [LinuxTheory]
    [InlineData(
        "error NU1301: Unable to load the service index for source https://feed.example/index.json. [/x/y.csproj]",
        FaultKind.RuntimeRejected, "No package feed can be reached*https://feed.example/index.json.")]
    [InlineData(
        "error NU1101: Unable to find package Some-package. No packages exist with this id in source(s): mine [/x/y.csproj]",
        FaultKind.RuntimeRejected, "No package feed has Some-package 1.2.3*in source(s): mine.")]
    [InlineData(
        "error MSB3021: Unable to copy file. No space left on device : '/x/out/libtorch_cpu.so' [/x/y.csproj]",
        FaultKind.OutputNotWritable, "The disk is full: Some-package 1.2.3 could not be fetched.")]
    [InlineData(
        "error NETSDK1045: The current .NET SDK does not support targeting .NET 99.0. [/x/y.csproj]",
        FaultKind.RuntimeRejected, "The .NET SDK could not fetch Some-package 1.2.3: The current .NET SDK does not support targeting .NET 99.0.")]
    public async Task What_went_wrong_is_one_sentence(string said, FaultKind kind, string expected)
    {
        var fault = await FailureAsync(Script($"[ \"$1\" = --version ] && {{ echo 10.0.100; exit 0; }}; echo \"/x/y.csproj : {said}\"; exit 1"));

        Assert.Equal(kind, fault.Kind);
        var (first, last) = (expected.Split('*')[0], expected.Split('*')[^1]);
        Assert.StartsWith(first, fault.Message);
        Assert.EndsWith(last, fault.Message);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void The_version_of_libtorch_is_the_one_that_TorchSharp_brings_along()
    {
        var packages = Path.ChangeExtension(typeof(RuntimeRestoreTests).Assembly.Location, "deps.json");

        Assert.Equal(RuntimeRestore.LibTorchVersion, RuntimeRestore.LibTorchVersionIn(packages));
    }

    [LinuxFact]
    public async Task A_stop_ends_the_SDK()
    {
        using var stop = new CancellationTokenSource();
        var restore = new RuntimeRestore
        {
            Program = Script("[ \"$1\" = --version ] && { echo 10.0.100; exit 0; }; echo '  GET https://feed.example/a.nupkg'; exec sleep 600"),
            Progress = _ => stop.Cancel(),
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => restore.RunAsync(Work(), "Some-package", "1.2.3", stop.Token));
    }

    private async Task<CycleGanException> FailureAsync(string program) => await Assert.ThrowsAsync<CycleGanException>(
        () => new RuntimeRestore { Program = program }.RunAsync(Work(), "Some-package", "1.2.3", CancellationToken.None));

    private string Work() => Directory.CreateDirectory(_folder.File("work")).FullName;

    private string Script(string text)
    {
        var path = _folder.File("sdk");
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
