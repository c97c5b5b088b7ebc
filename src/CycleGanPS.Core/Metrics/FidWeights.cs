using System.Text.RegularExpressions;
using CycleGanPS.Core.Files;

namespace CycleGanPS.Core.Metrics;

/// <summary>Which file the Inception weights are, and where they are looked for.</summary>
public sealed partial class FidWeights
{
    /// <summary>The published file; the end of its name is the beginning of its SHA-256.</summary>
    public const string StandardName = "pt_inception-2015-12-05-6726825d.pth";

    /// <summary>Where pytorch-fid publishes it.</summary>
    public const string StandardAddress = "https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/" + StandardName;

    /// <summary>The environment variable that names another file.</summary>
    public const string Variable = "CYCLEGANPS_FID_WEIGHTS";

    /// <summary>The absolute path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>The file's name without its folder.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>SHA-256 of the whole file, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether these are the weights that published FID values are measured with.</summary>
    public bool IsStandard => IsStandardFile(Sha256);

    /// <summary>The weights to measure with: those named, else those of the environment variable, else the installed ones.</summary>
    /// <exception cref="CycleGanException">They are missing, or cannot be read.</exception>
    public static FidWeights Find(string? path)
    {
        var fromVariable = Environment.GetEnvironmentVariable(Variable);
        var chosen = path ?? (string.IsNullOrEmpty(fromVariable) ? System.IO.Path.Combine(UserCache.Folder, StandardName) : fromVariable);
        if (!File.Exists(chosen))
        {
            throw new CycleGanException(
                FaultKind.WeightsMissing,
                path is not null ? $"There is no weights file '{path}'."
                    : !string.IsNullOrEmpty(fromVariable) ? $"The environment variable {Variable} names '{fromVariable}', which is not there."
                    : "The Inception weights are not installed.",
                chosen)
            {
                Remedy = path is null && string.IsNullOrEmpty(fromVariable) ? Remedy.InstallWeights : Remedy.None,
            };
        }

        try
        {
            return new FidWeights { Path = chosen, Sha256 = FileHash.Of(chosen) };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CycleGanException(FaultKind.WeightsRejected, $"The weights '{chosen}' cannot be read: {fault.Message}", chosen, fault);
        }
    }

    /// <summary>Whether a file of this SHA-256 is the published one.</summary>
    internal static bool IsStandardFile(string sha256) => sha256.StartsWith(PrefixOf(StandardName)!, StringComparison.Ordinal);

    /// <summary>The beginning of the SHA-256 that a file name carries (<c>name-0123abcd.pth</c>), or null.</summary>
    public static string? PrefixOf(string name) =>
        HashInName().Match(name) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex("-([0-9a-f]{8,64})\\.[A-Za-z]+$")]
    private static partial Regex HashInName();
}
