using System.Management.Automation;
using CycleGanPS.Core.Files;

namespace CycleGanPS.Binding;

/// <summary>A cmdlet that puts a published file of weights into the user's cache, from an address or from a file, if its hash is right.</summary>
/// <param name="what">What the file is, for the progress bar.</param>
/// <param name="address">Where it is published.</param>
/// <param name="whereOther">What helps whoever has another file.</param>
public abstract class InstallCommand(string what, string address, Core.Remedy whereOther) : CycleGanCommand
{
    /// <summary>A file that is already on this machine.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Where to download from.</summary>
    [Parameter(ParameterSetName = "Uri")]
    [ValidateNotNull]
    public Uri Uri { get; set; } = new(address);

    /// <summary>Install again what is installed.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The name that the file is to have in the cache, and its SHA-256 or the beginning of that.</summary>
    private protected abstract (string Name, string Sha256) Expected { get; }

    /// <summary>What is told of the file.</summary>
    private protected abstract object Describe(string path, string sha256);

    protected sealed override void Process()
    {
        var (name, sha256) = Expected;
        var destination = System.IO.Path.Combine(UserCache.Folder, name);
        if (File.Exists(destination) && !Force)
        {
            var found = FileHash.Of(destination);
            if (found.StartsWith(sha256, StringComparison.Ordinal))
            {
                WriteVerbose($"{destination} is installed already.");
                WriteObject(Describe(destination, found));
                return;
            }

            WriteWarning($"{destination} is damaged and is replaced.");
        }

        if (!ShouldProcess(destination, OutputFile.Action(destination, Path is null ? $"Download {Uri}" : $"Copy {Path}")))
        {
            return;
        }

        Directory.CreateDirectory(UserCache.Folder);
        Install(destination, sha256);
        WriteObject(Describe(destination, FileHash.Of(destination)));
    }

    private void Install(string destination, string sha256)
    {
        var counts = (Done: 0L, Total: (long?)null);
        var installer = new ModelInstaller(sha256, whereOther) { Progress = (done, total) => counts = (done, total) };
        if (Path is not null)
        {
            installer.InstallFile(this.FileSystemPath(Path), destination);
            return;
        }

        _ = Await(
            async stop =>
            {
                await installer.DownloadAsync(Uri, destination, stop);
                return destination;
            },
            () => Show(counts.Done, counts.Total));
    }

    private void Show(long done, long? total) => Bars.Show(
        what,
        total is null ? $"{done / 1_000_000} MB" : $"{done / 1_000_000} of {total / 1_000_000} MB",
        total is > 0 ? (double)done / total : null);
}
