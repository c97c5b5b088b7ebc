using System.Text.Json.Serialization;

namespace CycleGanPS.Core.Machine.Runtime;

/// <summary>An installed libtorch: which it is, and where.</summary>
public sealed class TorchRuntime
{
    /// <summary>What it computes on.</summary>
    public required RuntimeBackend Backend { get; init; }

    /// <summary>The version of TorchSharp that it was installed for.</summary>
    public required string TorchSharpVersion { get; init; }

    /// <summary>The version of the package that it came from.</summary>
    public string? PackageVersion { get; init; }

    /// <summary>Its own version, where it tells.</summary>
    public string? LibTorchVersion { get; init; }

    /// <summary>The folder that it is in.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it belongs to another program, such as PyTorch, and is only referred to.</summary>
    public required bool IsLinked { get; init; }

    /// <summary>Its files.</summary>
    public required IReadOnlyList<RuntimeFile> Files { get; init; }

    /// <summary>The same, with another path to the same folder.</summary>
    internal TorchRuntime At(string path) => new()
    {
        Backend = Backend,
        TorchSharpVersion = TorchSharpVersion,
        PackageVersion = PackageVersion,
        LibTorchVersion = LibTorchVersion,
        Path = path,
        IsLinked = IsLinked,
        Files = Files,
    };

    /// <summary>Bytes of its files.</summary>
    [JsonIgnore]
    public long Bytes => Files.Sum(file => file.Length);
}
