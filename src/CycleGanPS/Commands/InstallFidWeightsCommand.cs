using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Metrics;

namespace CycleGanPS.Commands;

/// <summary>
/// Install-FidWeights: puts the Inception weights into the user's cache, from pytorch-fid's release, another address or a file. The end of
/// the name is the beginning of the SHA-256.
/// </summary>
[Cmdlet(VerbsLifecycle.Install, "FidWeights", SupportsShouldProcess = true, DefaultParameterSetName = "Uri")]
[OutputType(typeof(FidWeights))]
public sealed class InstallFidWeightsCommand() : InstallCommand("Inception weights", FidWeights.StandardAddress, Remedy.NameWeights)
{
    private protected override (string Name, string Sha256) Expected
    {
        get
        {
            var name = Path is null ? System.IO.Path.GetFileName(Uri.LocalPath) : FidWeights.StandardName;
            return FidWeights.PrefixOf(name) is { } hash
                ? (name, hash)
                : throw new CycleGanException(
                    FaultKind.InvalidArgument,
                    $"The name '{name}' does not end in the beginning of its SHA-256, so that a download could not be checked.",
                    Uri);
        }
    }

    private protected override object Describe(string path, string sha256) => new FidWeights { Path = path, Sha256 = sha256 };
}
