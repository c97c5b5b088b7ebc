using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Metrics;

namespace CycleGanPS.Commands;

/// <summary>Install-FidWeights: puts the Inception weights into the user's cache, from their published address or a file.</summary>
[Cmdlet(VerbsLifecycle.Install, "FidWeights", SupportsShouldProcess = true, DefaultParameterSetName = "Uri")]
[OutputType(typeof(FidWeights))]
public sealed class InstallFidWeightsCommand : CycleGanCommand
{
    /// <summary>A weights file that is already on this machine.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Where to download from; pytorch-fid's release by default. The end of the name is the beginning of the SHA-256.</summary>
    [Parameter(ParameterSetName = "Uri")]
    [ValidateNotNull]
    public Uri Uri { get; set; } = new(FidWeights.StandardAddress);

    /// <summary>Install again what is installed.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void Process()
    {
        var name = Path is null ? System.IO.Path.GetFileName(Uri.LocalPath) : FidWeights.StandardName;
        if (FidWeights.PrefixOf(name) is null)
        {
            throw new CycleGanException(
                FaultKind.InvalidArgument,
                $"The name '{name}' does not end in the beginning of its SHA-256, so that a download could not be checked.",
                Uri);
        }

        var destination = System.IO.Path.Combine(UserCache.Folder, name);
        if (File.Exists(destination) && !Force)
        {
            var installed = FidWeights.Find(destination);
            if (installed.Sha256.StartsWith(FidWeights.PrefixOf(name)!, StringComparison.Ordinal))
            {
                WriteVerbose($"{destination} is installed already.");
                WriteObject(installed);
                return;
            }

            WriteWarning($"{destination} is damaged and is replaced.");
        }

        if (!ShouldProcess(destination, OutputFile.Action(destination, Path is null ? $"Download {Uri}" : $"Copy {Path}")))
        {
            return;
        }

        Directory.CreateDirectory(UserCache.Folder);
        WriteObject(Path is null ? Download(destination) : new FidWeightsInstaller().InstallFile(this.FileSystemPath(Path), destination));
    }

    private FidWeights Download(string destination)
    {
        var counts = (Done: 0L, Total: (long?)null);
        var installer = new FidWeightsInstaller { Progress = (done, total) => counts = (done, total) };
        return Await(stop => installer.DownloadAsync(Uri, destination, stop), () => Show(counts.Done, counts.Total));
    }

    private void Show(long done, long? total) => Bars.Show(
        "Inception weights",
        total is null ? $"{done / 1_000_000} MB" : $"{done / 1_000_000} of {total / 1_000_000} MB",
        total is > 0 ? (double)done / total : null);
}
