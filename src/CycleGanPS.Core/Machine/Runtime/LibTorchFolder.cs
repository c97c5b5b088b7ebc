using System.Text.RegularExpressions;
using CycleGanPS.Core.Files;

namespace CycleGanPS.Core.Machine.Runtime;

/// <summary>Checks a folder's libtorch against what TorchSharp's native library calls, without loading either.</summary>
internal static partial class LibTorchFolder
{
    private static readonly string[] Libraries = ["torch", "torch_cpu", "c10"];

    // Later ones have kept what it calls so far.
    private static readonly Version Least = new(Version.Parse(RuntimeRestore.LibTorchVersion).ToString(2));

    /// <summary>The folder itself, or the one in it that libtorch or PyTorch keeps the libraries in.</summary>
    public static string Locate(string folder)
    {
        string[] places = [folder, Path.Combine(folder, "lib"), Path.Combine(folder, "torch", "lib")];
        return Array.Find(places, place => File.Exists(Path.Combine(place, NativeLibraries.FileName("torch")))) ?? throw Refuse(
            folder, $"There is no libtorch in '{folder}': neither it nor the folder lib in it has {NativeLibraries.FileName("torch")}.");
    }

    /// <summary>Says which libtorch it is, once it is clear that TorchSharp can call it.</summary>
    /// <exception cref="CycleGanException">It is of another version, compiler or processor, or not whole.</exception>
    public static (RuntimeBackend Backend, string? Version) Check(string folder)
    {
        var version = VersionOf(folder);
        if (version is not null && Leading().Match(version) is { Success: true } match && Version.Parse(match.Value) < Least)
        {
            throw Refuse(folder, $"The libtorch in '{folder}' is {version}, and {Needing} {Least} or later.");
        }

        foreach (var library in Libraries.Select(NativeLibraries.FileName).Where(library => !File.Exists(Path.Combine(folder, library))))
        {
            throw Refuse(folder, $"The libtorch in '{folder}' lacks {library}.");
        }

        if (OperatingSystem.IsLinux())
        {
            CheckSymbols(folder);
        }

        var hasCuda = File.Exists(Path.Combine(folder, NativeLibraries.FileName("torch_cuda")));
        return (hasCuda ? RuntimeBackend.Cuda : RuntimeBackend.Cpu, version);
    }

    private static string Needing => $"TorchSharp {RuntimeStore.TorchSharpVersion} needs libtorch";

    private static void CheckSymbols(string folder)
    {
        try
        {
            var binding = ElfSymbols.Read(NativeLibraries.BindingPath);
            var offered = new HashSet<string>();
            foreach (var path in Libraries.Select(library => Path.Combine(folder, NativeLibraries.FileName(library))))
            {
                var symbols = ElfSymbols.Read(path);
                if (symbols.Architecture != binding.Architecture)
                {
                    throw Refuse(folder, $"'{path}' is for another processor.");
                }

                offered.UnionWith(symbols.Offered);
            }

            // What the C and C++ libraries have to offer is a matter of theirs.
            var missing = binding.Needed.Where(name => OfTorch().IsMatch(name) && !offered.Contains(name)).ToList();
            if (missing.Count > 0)
            {
                throw Refuse(
                    folder,
                    missing.TrueForAll(IsOfNewStrings)
                        ? $"The libtorch in '{folder}' was built with the old C++ ABI, and {Needing} with the new one (cxx11)."
                        : $"The libtorch in '{folder}' is of a version that does not fit: {Needing} {Least}, and calls {missing.Count} functions "
                            + $"that are not there, such as {missing[0]}.");
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw Refuse(folder, $"The libtorch in '{folder}' cannot be read: {fault.Message}", fault);
        }
    }

    // What takes or gives a std::string is called otherwise under the old ABI.
    private static bool IsOfNewStrings(string name) => name.Contains("cxx11", StringComparison.Ordinal);

    // PyTorch has it in torch/version.py, and an archive of libtorch in build-version, both above the libraries.
    private static string? VersionOf(string folder)
    {
        var above = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder)) ?? folder;
        var (build, python) = (Path.Combine(above, "build-version"), Path.Combine(above, "version.py"));
        return File.Exists(build) ? RegularFile.ReadAllText(build).Trim()
            : File.Exists(python) && InPython().Match(RegularFile.ReadAllText(python)) is { Success: true } match ? match.Groups[1].Value
            : null;
    }

    private static CycleGanException Refuse(string folder, string why, Exception? inner = null) => new(FaultKind.RuntimeRejected, why, folder, inner);

    [GeneratedRegex(@"^\d+\.\d+")]
    private static partial Regex Leading();

    [GeneratedRegex(@"^__version__\s*=\s*['""]([^'""]+)['""]", RegexOptions.Multiline)]
    private static partial Regex InPython();

    // Names as the compiler makes them: of the namespaces of libtorch, or of types in them.
    [GeneratedRegex(@"^_Z.*(2at|3c10|5torch|6caffe2)")]
    private static partial Regex OfTorch();
}
