using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using CycleGanPS.Core.Files;
using Xunit;

namespace CycleGanPS.Core.Tests.Files;

/// <summary>Against a web server on loopback.</summary>
public sealed class ModelInstallerTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(index => (byte)(index * 7 / 5))];
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Content));
    private const string Name = "weights.pth";

    private readonly TemporaryFolder _folder = new();
    private readonly HttpListener _server = new();
    private readonly Uri _address;
    private readonly List<string?> _ranges = [];
    private Action<HttpListenerContext, int> _answer = (_, _) => { };

    public ModelInstallerTests()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            _address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/{Name}");
        }

        _server.Prefixes.Add(_address.GetLeftPart(UriPartial.Authority) + "/");
        _server.Start();
        _ = Serve();
    }

    private static ModelInstaller Installer => new(Hash[..8], Remedy.None);

    private string Destination => _folder.File(Name);

    [Fact]
    public async Task A_good_download_is_installed()
    {
        _answer = Whole;
        var counts = new List<long>();

        await new ModelInstaller(Hash, Remedy.None) { Progress = (done, _) => counts.Add(done) }.DownloadAsync(_address, Destination);

        Assert.Equal(Content, File.ReadAllBytes(Destination));
        Assert.Equal(Content.Length, counts[^1]);
        Assert.Equal([Destination], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_cut_off_download_is_not_used_and_goes_on_next_time()
    {
        _answer = (context, _) =>
        {
            context.Response.ContentLength64 = Content.Length;
            context.Response.OutputStream.Write(Content, 0, 100_000);
            context.Response.OutputStream.Flush();
            context.Response.Abort();
        };
        var fault = await Assert.ThrowsAsync<CycleGanException>(() => Installer.DownloadAsync(_address, Destination));
        Assert.Equal(FaultKind.WeightsRejected, fault.Kind);
        Assert.False(File.Exists(Destination));
        var kept = new FileInfo(Destination + ".part").Length;
        Assert.InRange(kept, 1, 100_000);

        _answer = Rest;
        await Installer.DownloadAsync(_address, Destination);

        Assert.Equal($"bytes={kept}-", _ranges[^1]);
        Assert.Equal(Content, File.ReadAllBytes(Destination));
    }

    [Fact]
    public async Task A_server_that_cannot_go_on_sends_it_whole()
    {
        File.WriteAllBytes(Destination + ".part", Content[..5000]);
        _answer = Whole;

        await Installer.DownloadAsync(_address, Destination);

        Assert.Equal(Content, File.ReadAllBytes(Destination));
    }

    [Fact]
    public async Task Wrong_bytes_are_refused_and_thrown_away()
    {
        _answer = (context, _) => Send(context, new byte[Content.Length]);

        var fault = await Assert.ThrowsAsync<CycleGanException>(() => Installer.DownloadAsync(_address, Destination));

        Assert.Contains("its SHA-256 begins with", fault.Message);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task An_address_without_the_file_is_named()
    {
        _answer = (context, _) =>
        {
            context.Response.StatusCode = 404;
            context.Response.Close();
        };

        var fault = await Assert.ThrowsAsync<CycleGanException>(() => Installer.DownloadAsync(_address, Destination));

        Assert.Contains(_address.ToString(), fault.Message);
        Assert.Contains("404", fault.Message);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_file_of_the_user_is_checked_and_copied()
    {
        File.WriteAllBytes(_folder.File("mine.pth"), Content);
        File.WriteAllBytes(_folder.File("other.pth"), Content[1..]);

        Installer.InstallFile(_folder.File("mine.pth"), Destination);

        Assert.Equal(Content, File.ReadAllBytes(Destination));
        Assert.Throws<CycleGanException>(() => Installer.InstallFile(_folder.File("other.pth"), Destination));
        Assert.Throws<CycleGanException>(() => Installer.InstallFile(_folder.File("none.pth"), Destination));
        Assert.Equal(Content, File.ReadAllBytes(Destination));
    }

    public void Dispose()
    {
        _server.Close();
        _folder.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var context = await _server.GetContextAsync();
                _ranges.Add(context.Request.Headers["Range"]);
                var start = _ranges[^1] is { } range ? int.Parse(range["bytes=".Length..^1]) : 0;
                _answer(context, start);
            }
        }
        catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static void Whole(HttpListenerContext context, int start) => Send(context, Content);

    private static void Rest(HttpListenerContext context, int start)
    {
        context.Response.StatusCode = 206;
        context.Response.Headers["Content-Range"] = $"bytes {start}-{Content.Length - 1}/{Content.Length}";
        Send(context, Content[start..]);
    }

    private static void Send(HttpListenerContext context, byte[] bytes)
    {
        context.Response.ContentLength64 = bytes.Length;
        context.Response.OutputStream.Write(bytes);
        context.Response.Close();
    }
}
