using System.Management.Automation;
using System.Security.Cryptography;

namespace CycleGanPS.Shell.Commands;

/// <summary>Hashes files.</summary>
[Cmdlet(VerbsCommon.Get, "FileHash", DefaultParameterSetName = "Path")]
public sealed class GetFileHashCommand : PathItemCommand
{
    [Parameter(Mandatory = true, ParameterSetName = "Stream", Position = 0)]
    public Stream? InputStream { get; set; }

    [Parameter(Position = 1)]
    [ValidateSet("SHA1", "SHA256", "SHA384", "SHA512", "MD5")]
    public string Algorithm { get; set; } = "SHA256";

    protected override void ProcessRecord()
    {
        if (InputStream is not null)
        {
            Write(InputStream, null);
            return;
        }

        ForEachItem(path =>
        {
            // A folder has no content; it is passed over, as a wildcard may well meet one.
            if (!System.IO.Directory.Exists(path))
            {
                using var stream = File.OpenRead(path);
                Write(stream, path);
            }
        });
    }

    private void Write(Stream stream, string? path)
    {
        var name = Algorithm.ToUpperInvariant();
        var result = new PSObject();
        result.Properties.Add(new PSNoteProperty("Algorithm", name));
        result.Properties.Add(new PSNoteProperty("Hash", Convert.ToHexString(CryptographicOperations.HashData(new HashAlgorithmName(name), stream))));
        result.Properties.Add(new PSNoteProperty("Path", path));
        result.TypeNames.Insert(0, "Microsoft.Powershell.Utility.FileHash");
        WriteObject(result);
    }
}
