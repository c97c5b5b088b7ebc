using System.Text.Json;
using System.Text.Json.Serialization;
using CycleGanPS.Core.Files;

namespace CycleGanPS.Core.Machine.Runtime;

/// <summary>
/// The libtorch that is installed for the user. There is one for each version of TorchSharp, so that another version of the module does
/// not take what it cannot call. What is not in the record, which is written last and whole, is not installed.
/// </summary>
internal static class RuntimeStore
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The version of TorchSharp that the module was built with, read without loading it.</summary>
    public static string TorchSharpVersion { get; } =
        typeof(RuntimeStore).Assembly.GetReferencedAssemblies().First(assembly => assembly.Name == "TorchSharp").Version!.ToString(3);

    /// <summary>The folder of all that is installed for this version. It may not exist yet.</summary>
    public static string Root => Path.Combine(UserCache.Folder, "runtime", $"torchsharp-{TorchSharpVersion}");

    private static string Record => Path.Combine(Root, "runtime.json");

    /// <summary>What is installed, or null.</summary>
    /// <exception cref="CycleGanException">The record cannot be read.</exception>
    public static TorchRuntime? Find()
    {
        try
        {
            return !File.Exists(Record) ? null
                : JsonSerializer.Deserialize<TorchRuntime>(RegularFile.ReadAllBytes(Record), Json) is { Path: not null, Files.Count: > 0 } found
                    ? found.At(Path.Combine(Root, found.Path))
                    : throw new JsonException("something is missing in it.");
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Damaged($"its record {Record} cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Enters what is installed; from now on it is taken.</summary>
    public static void Write(TorchRuntime runtime)
    {
        var path = runtime.IsLinked ? runtime.Path : Path.GetRelativePath(Root, runtime.Path);
        AtomicFile.Write(Record, stream => JsonSerializer.Serialize(stream, runtime.At(path), Json));
    }

    /// <summary>Compares the files with the record, as quickly as their lengths tell.</summary>
    /// <exception cref="CycleGanException">Something is not as it was installed.</exception>
    public static void EnsureWhole(TorchRuntime runtime) =>
        Compare(runtime, file => new FileInfo(file.Path) is { Exists: true } there
            ? there.Length == file.Entry.Length ? null : $"has {there.Length} bytes and not {file.Entry.Length}"
            : "is missing");

    /// <summary>Compares every byte of the files with the record, where it has their hashes.</summary>
    /// <exception cref="CycleGanException">Something is not as it was installed.</exception>
    public static void EnsureUnchanged(TorchRuntime runtime)
    {
        EnsureWhole(runtime);
        Compare(runtime, file => file.Entry.Sha256 is null || file.Entry.Sha256 == FileHash.Of(file.Path) ? null : "is not what was installed");
    }

    private static void Compare(TorchRuntime runtime, Func<(string Path, RuntimeFile Entry), string?> faultOf)
    {
        foreach (var entry in runtime.Files)
        {
            var path = Path.Combine(runtime.Path, entry.Name);
            if (faultOf((path, entry)) is { } fault)
            {
                throw runtime.IsLinked
                    ? new CycleGanException(
                        FaultKind.NativeLibraryUnavailable,
                        $"The tensor library in {runtime.Path} has changed since it was linked: {entry.Name} {fault}.",
                        path) { Remedy = Remedy.LinkRuntimeAgain }
                    : Damaged($"{path} {fault}");
            }
        }
    }

    private static CycleGanException Damaged(string why, Exception? inner = null) =>
        new(FaultKind.NativeLibraryUnavailable, $"The installed tensor library is damaged: {why}", Root, inner) { Remedy = Remedy.RepairRuntime };
}
