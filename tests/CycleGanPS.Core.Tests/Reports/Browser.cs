using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CycleGanPS.Core.Tests.Reports;

/// <summary>A headless Chromium with one page, driven over its DevTools protocol.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly Process _process;
    private readonly ClientWebSocket _socket = new();
    private readonly TemporaryFolder _profile;
    private string? _session;
    private int _lastId;

    private Browser(Process process, TemporaryFolder profile) => (_process, _profile) = (process, profile);

    /// <summary>What pages said on their console or threw, and what they asked the network for.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>The program, or null where there is none.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    public static async Task<Browser> OpenAsync(string program, string page, int width, int height)
    {
        var profile = new TemporaryFolder();
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0",
                $"--user-data-dir={profile.Path}", $"--window-size={width},{height}", "about:blank",
            ])
        {
            start.ArgumentList.Add(argument);
        }

        var address = new TaskCompletionSource<Uri>();
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        const string Said = "DevTools listening on ";
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(Said, StringComparison.Ordinal) == true)
            {
                address.TrySetResult(new Uri(line.Data[Said.Length..]));
            }
        };
        process.Exited += (_, _) => address.TrySetException(new InvalidOperationException("The browser ended before it listened."));
        process.Start();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var browser = new Browser(process, profile);
        try
        {
            await browser._socket.ConnectAsync(await address.Task, CancellationToken.None);
            await browser.ShowAsync(page, width, height);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>The value of an expression in the page.</summary>
    public async Task<T> EvaluateAsync<T>(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true });
        return answer["exceptionDetails"] is { } fault
            ? throw new InvalidOperationException($"{expression}: {fault.ToJsonString()}")
            : answer["result"]!["value"].Deserialize<T>()!;
    }

    /// <summary>Presses the mouse in the middle of an element, where the user would.</summary>
    public async Task ClickAsync(string selector)
    {
        var at = await EvaluateAsync<double[]>(
            $"(() => {{ const e = document.querySelector({JsonSerializer.Serialize(selector)}); e.scrollIntoView({{ block: 'center', inline: 'center' }}); "
            + $"const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }})()");
        foreach (var type in (string[])["mousePressed", "mouseReleased"])
        {
            await SendAsync("Input.dispatchMouseEvent", new { type, x = at[0], y = at[1], button = "left", clickCount = 1 });
        }
    }

    /// <summary>Drags the mouse over an element, from a share of its width to another.</summary>
    public async Task DragAsync(string selector, double from, double to)
    {
        var area = await EvaluateAsync<double[]>(
            $"(() => {{ const e = document.querySelector({JsonSerializer.Serialize(selector)}); e.scrollIntoView({{ block: 'center' }}); "
            + "const r = e.getBoundingClientRect(); return [r.x, r.width, r.y + r.height / 2]; })()");
        foreach (var (type, share) in ((string, double)[])[("mousePressed", from), ("mouseMoved", (from + to) / 2), ("mouseMoved", to), ("mouseReleased", to)])
        {
            await SendAsync(
                "Input.dispatchMouseEvent",
                new { type, x = area[0] + share * area[1], y = area[2], button = "left", buttons = type == "mouseReleased" ? 0 : 1, clickCount = 1 });
        }
    }

    /// <summary>Shows pages as who prefers dark ones sees them.</summary>
    public async Task PreferDarkAsync() =>
        await SendAsync("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-color-scheme", value = "dark" } } });

    public async Task PressAsync(string key, int code)
    {
        foreach (var type in (string[])["keyDown", "keyUp"])
        {
            await SendAsync(
                "Input.dispatchKeyEvent",
                new { type, key, code = key, windowsVirtualKeyCode = code, text = key == "Enter" && type == "keyDown" ? "\r" : null });
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        try
        {
            _profile.Dispose();
        }
        catch (IOException)
        {
            // Helpers of the browser may still write into its profile as they end.
        }
    }

    private async Task ShowAsync(string page, int width, int height)
    {
        var target = (await SendAsync("Target.createTarget", new { url = "about:blank" }))["targetId"]!.GetValue<string>();
        _session = (await SendAsync("Target.attachToTarget", new { targetId = target, flatten = true }))["sessionId"]!.GetValue<string>();
        foreach (var domain in (string[])["Page", "Runtime", "Log", "Network"])
        {
            await SendAsync(domain + ".enable", new { });
        }

        await SendAsync("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = width < 600 });
        await SendAsync("Page.navigate", new { url = new Uri(page).AbsoluteUri });
        while (await EvaluateAsync<string>("location.href + ' ' + document.readyState") is var state
            && !(state.StartsWith("file:", StringComparison.Ordinal) && state.EndsWith("complete", StringComparison.Ordinal)))
        {
            await Task.Delay(50);
        }
    }

    private async Task<JsonNode> SendAsync(string method, object parameters)
    {
        var id = ++_lastId;
        var message = JsonSerializer.SerializeToUtf8Bytes(
            new { id, method, @params = parameters, sessionId = _session },
            new JsonSerializerOptions { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull });
        await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        while (true)
        {
            var answer = await ReceiveAsync();
            if (answer["id"]?.GetValue<int>() == id)
            {
                return answer["error"] is { } error ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}") : answer["result"]!;
            }

            Note(answer);
        }
    }

    private void Note(JsonNode happening)
    {
        var (method, about) = (happening["method"]?.GetValue<string>(), happening["params"]);
        if (method is "Runtime.exceptionThrown" or "Log.entryAdded" or "Page.javascriptDialogOpening")
        {
            Complaints.Add(about!.ToJsonString());
        }

        if (method == "Network.requestWillBeSent"
            && about!["request"]!["url"]!.GetValue<string>() is var url && url.StartsWith("http", StringComparison.Ordinal))
        {
            Complaints.Add(url);
        }
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using var whole = new MemoryStream();
        var buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, CancellationToken.None);
            whole.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(Encoding.UTF8.GetString(whole.ToArray()))!;
    }
}
