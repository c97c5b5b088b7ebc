using CycleGanPS.Core.Machine;
using Xunit;

namespace CycleGanPS.Core.Tests.Machine;

public class NativeLibrariesTests
{
    [Fact]
    public void An_old_standard_library_is_named_with_the_way_out()
    {
        const string Loader = """
            Unable to load shared library '/m/libLibTorchSharp.so' or one of its dependencies. In order to help diagnose:
            /lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /m/libLibTorchSharp.so)
            """;

        var fault = NativeLibraries.Explain(new DllNotFoundException(Loader), "/m/libLibTorchSharp.so");

        Assert.StartsWith("The tensor library needs GLIBCXX_3.4.32", fault.Message);
        Assert.Equal(Remedy.InstallCppLibrary, fault.Remedy);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Theory]
    [InlineData("libgomp-98b21ff3.so.1: cannot open shared object file: No such file or directory")]
    [InlineData("/m/libLibTorchSharp.so: file too short")]
    public void Any_other_message_is_passed_on_in_one_line(string loader)
    {
        var message = NativeLibraries.Explain(new DllNotFoundException($"Unable to load the shared library.\n{loader}\n"), "/m/libLibTorchSharp.so").Message;

        Assert.StartsWith("The tensor library /m/libLibTorchSharp.so cannot be loaded", message);
        Assert.EndsWith($"{loader}.", message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_folder_without_the_library_is_a_fault_that_names_the_file()
    {
        using var folder = new TemporaryFolder();

        var fault = Assert.Throws<CycleGanException>(() => NativeLibraries.Load(folder.Path));

        Assert.Equal(FaultKind.NativeLibraryUnavailable, fault.Kind);
        Assert.StartsWith(folder.Path, (string)fault.Target!);
        Assert.Contains(folder.Path, fault.Message);
    }

    [Fact]
    public void A_named_folder_without_libtorch_is_a_fault_that_names_the_file()
    {
        using var folder = new TemporaryFolder();

        var fault = Assert.Throws<CycleGanException>(
            () => NativeLibraries.Load(Path.GetDirectoryName(typeof(NativeLibraries).Assembly.Location)!, folder.Path));

        Assert.Equal(FaultKind.NativeLibraryUnavailable, fault.Kind);
        Assert.StartsWith(folder.Path, (string)fault.Target!);
    }

    [Fact]
    public void A_broken_library_is_a_fault_and_not_a_crash()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "libLibTorchSharp.so", "libLibTorchSharp.dylib", "LibTorchSharp.dll" })
        {
            File.WriteAllText(folder.File(name), "not a library");
        }

        var fault = Assert.Throws<CycleGanException>(() => NativeLibraries.Load(folder.Path));

        Assert.Equal(FaultKind.NativeLibraryUnavailable, fault.Kind);
        Assert.NotNull(fault.InnerException);
    }

    [Fact]
    public void The_library_beside_the_tests_loads_and_TorchSharp_works_after_it()
    {
        NativeLibraries.EnsureLoadable();
        NativeLibraries.EnsureLoadable();

        using var sum = TorchSharp.torch.ones(2).sum();
        Assert.Equal(2f, sum.item<float>());
    }
}
