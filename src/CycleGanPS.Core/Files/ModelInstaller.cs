using System.Net;
using System.Net.Http.Headers;

namespace CycleGanPS.Core.Files;

/// <summary>
/// Puts a published file of weights into the user's cache. A download is kept beside its final name until it is whole and
/// its hash is right; a broken one goes on where it stopped.
/// </summary>
/// <param name="sha256">The file's SHA-256 in lower case, or its beginning.</param>
/// <param name="remedy">What helps whoever has another file.</param>
internal sealed class ModelInstaller(string sha256, Remedy remedy)
{
    private const int PieceLength = 1 << 17;

    // An answer that is no weights file at all must not fill the disk.
    private const long LargestFile = 1L << 30;

    /// <summary>Told bytes done and, if known, of how many.</summary>
    public Action<long, long?>? Progress { get; init; }

    /// <summary>Checks a file that the user has, and copies it.</summary>
    /// <exception cref="CycleGanException">The file is missing, or another.</exception>
    public void InstallFile(string path, string destination)
    {
        if (!File.Exists(path))
        {
            throw new CycleGanException(FaultKind.PathNotFound, $"There is no file '{path}'.", path);
        }

        RequireHash(path, Path.GetFileName(destination), path);
        AtomicFile.Write(destination, target =>
        {
            using var source = RegularFile.OpenRead(path);
            source.CopyTo(target);
        });
    }

    /// <summary>Downloads, going on with what an earlier call left, and checks length and hash.</summary>
    /// <exception cref="CycleGanException">The address does not give the file; what has come of it is kept for the next call.</exception>
    public async Task DownloadAsync(Uri address, string destination, CancellationToken cancellation = default)
    {
        var partial = destination + ".part";
        try
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(100) };
            await FetchAsync(client, address, partial, cancellation);
        }
        catch (Exception fault) when (
            fault is HttpRequestException or HttpIOException or IOException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new CycleGanException(
                FaultKind.WeightsRejected,
                $"The download of {address} failed: {fault.Message}",
                address.ToString(),
                fault) { Remedy = Remedy.ResumeDownload };
        }

        try
        {
            RequireHash(partial, Path.GetFileName(destination), address.ToString());
        }
        catch (CycleGanException)
        {
            File.Delete(partial);
            throw;
        }

        File.Move(partial, destination, overwrite: true);
    }

    private async Task FetchAsync(HttpClient client, Uri address, string partial, CancellationToken cancellation)
    {
        var done = File.Exists(partial) ? new FileInfo(partial).Length : 0;
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (done > 0)
        {
            request.Headers.Range = new RangeHeaderValue(done, null);
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (done > 0 && response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            // All of it is there already, or the file has changed; the hash tells which.
            return;
        }

        response.EnsureSuccessStatusCode();
        var goesOn = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == done;
        done = goesOn ? done : 0;
        var total = response.Content.Headers.ContentLength + done;
        using var file = new FileStream(partial, goesOn ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None);
        using var source = await response.Content.ReadAsStreamAsync(cancellation);
        var piece = new byte[PieceLength];
        while (await source.ReadAsync(piece, cancellation) is > 0 and var length)
        {
            done += length;
            if (done > LargestFile)
            {
                throw new IOException($"It has sent more than {LargestFile} bytes, which no weights file has.");
            }

            await file.WriteAsync(piece.AsMemory(0, length), cancellation);
            Progress?.Invoke(done, total);
        }

        if (total is { } expected && done != expected)
        {
            throw new IOException($"It ended after {done} of {expected} bytes.");
        }
    }

    private void RequireHash(string file, string name, string source)
    {
        var hash = FileHash.Of(file);
        if (!hash.StartsWith(sha256, StringComparison.Ordinal))
        {
            throw new CycleGanException(
                FaultKind.WeightsRejected,
                $"{source} is not the file {name}: its SHA-256 begins with {hash[..8]}, not {sha256[..8]}. It was not installed.",
                source) { Remedy = remedy };
        }
    }
}
