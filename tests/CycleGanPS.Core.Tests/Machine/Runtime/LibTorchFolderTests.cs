using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Machine.Runtime;
using Xunit;

namespace CycleGanPS.Core.Tests.Machine.Runtime;

public sealed class LibTorchFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public void The_libtorch_that_the_tests_run_with_fits()
    {
        var beside = Path.GetDirectoryName(NativeLibraries.BindingPath)!;

        Assert.Equal(beside, LibTorchFolder.Locate(beside));
        Assert.Equal(RuntimeBackend.Cpu, LibTorchFolder.Check(beside).Backend);
    }

    [LinuxFact]
    public void What_offers_all_that_is_called_fits_and_is_for_Cuda_where_it_has_the_library()
    {
        Draw(Needed());
        File.WriteAllText(_folder.File("libtorch_cuda.so"), "");

        Assert.Equal(RuntimeBackend.Cuda, LibTorchFolder.Check(_folder.Path).Backend);
    }

    [LinuxFact]
    public void A_function_that_is_not_there_means_another_version()
    {
        var needed = Needed();
        Draw(needed.Skip(1));

        Assert.Contains($"calls 1 functions that are not there, such as {needed[0]}", Refusal());
    }

    [LinuxFact]
    public void Functions_without_the_new_strings_mean_the_old_ABI()
    {
        Draw(Needed().Where(name => !name.Contains("cxx11", StringComparison.Ordinal)));

        Assert.Contains("old C++ ABI", Refusal());
    }

    [LinuxFact]
    public void Another_processor_is_told()
    {
        Draw(Needed(), DrawnLibrary.Arm64);

        Assert.Contains("for another processor", Refusal());
    }

    [LinuxTheory]
    [InlineData("")]
    [InlineData("no library, but long enough that its first bytes could be taken for the head of one, if nobody looked")]
    public void What_is_no_library_is_refused(string text)
    {
        Draw(Needed());
        File.WriteAllText(_folder.File("libtorch_cpu.so"), text);

        Assert.Contains("cannot be read", Refusal());
    }

    [LinuxFact]
    public void A_library_cut_off_anywhere_is_refused()
    {
        var whole = DrawnLibrary.Of(DrawnLibrary.X64, ["one", "two"]);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_folder.File("cut.so"), whole[..length]);
            Assert.Throws<InvalidDataException>(() => ElfSymbols.Read(_folder.File("cut.so")));
        }
    }

    [Fact]
    public void Names_are_told_apart_by_who_has_them()
    {
        File.WriteAllBytes(_folder.File("a.so"), DrawnLibrary.Of(DrawnLibrary.Arm64, ["one"], ["two"], ["three"]));

        var symbols = ElfSymbols.Read(_folder.File("a.so"));

        Assert.Equal(["one"], symbols.Offered);
        Assert.Equal(["two"], symbols.Needed);
        Assert.Equal(DrawnLibrary.Arm64, symbols.Architecture);
    }

    [Theory]
    [InlineData("build-version", "2.9.1+cpu\n", "2.9.1+cpu")]
    [InlineData("version.py", "from typing import Optional\n\n__version__ = '2.6.0'\ndebug = False\n", "2.6.0")]
    public void An_earlier_version_is_told_by_its_number(string file, string text, string version)
    {
        var lib = Directory.CreateDirectory(_folder.File("lib")).FullName;
        File.WriteAllText(Path.Combine(lib, NativeLibraries.FileName("torch")), "");
        File.WriteAllText(_folder.File(file), text);

        var fault = Assert.Throws<CycleGanException>(() => LibTorchFolder.Check(LibTorchFolder.Locate(_folder.Path)));

        Assert.Equal(FaultKind.RuntimeRejected, fault.Kind);
        Assert.Contains($"is {version}, and TorchSharp", fault.Message);
    }

    [Fact]
    public void A_folder_without_it_and_one_that_lacks_a_part_are_refused()
    {
        Assert.Contains("There is no libtorch", Assert.Throws<CycleGanException>(() => LibTorchFolder.Locate(_folder.Path)).Message);
        File.WriteAllText(_folder.File(NativeLibraries.FileName("torch")), "");
        Assert.Contains($"lacks {NativeLibraries.FileName("torch_cpu")}", Refusal());
    }

    private static List<string> Needed() =>
        [.. ElfSymbols.Read(NativeLibraries.BindingPath).Needed.Where(name => name.StartsWith("_Z", StringComparison.Ordinal)).Order()];

    private void Draw(IEnumerable<string> names, ushort architecture = DrawnLibrary.X64)
    {
        var files = new[] { "torch", "torch_cpu", "c10" }.Zip(names.Chunk(5000).Concat([[], [], []]));
        foreach (var (library, offered) in files)
        {
            File.WriteAllBytes(_folder.File(NativeLibraries.FileName(library)), DrawnLibrary.Of(architecture, offered));
        }
    }

    private string Refusal() => Assert.Throws<CycleGanException>(() => LibTorchFolder.Check(_folder.Path)).Message;
}
