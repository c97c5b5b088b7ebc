using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace CycleGanPS.Core.Machine.Runtime;

/// <summary>
/// Lets the .NET SDK fetch libtorch: it builds a project of one line that refers to the package. So feeds, proxies and
/// credentials are the user's own, the package cache is used, and packages that had to be split are put together as TorchSharp has it.
/// </summary>
internal sealed partial class RuntimeRestore
{
    // Settings of other projects above the folder are not for this one. Hard links, since the package cache keeps the half gigabyte, too.
    private const string Project = """
        <Project>
          <PropertyGroup>
            <ImportDirectoryBuildProps>false</ImportDirectoryBuildProps>
            <ImportDirectoryBuildTargets>false</ImportDirectoryBuildTargets>
            <ImportDirectoryPackagesProps>false</ImportDirectoryPackagesProps>
          </PropertyGroup>
          <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
          <PropertyGroup>
            <TargetFramework>{0}</TargetFramework>
            <RuntimeIdentifier>{1}</RuntimeIdentifier>
            <SelfContained>false</SelfContained>
            <UseAppHost>false</UseAppHost>
            <CopyLocalLockFileAssemblies>true</CopyLocalLockFileAssemblies>
            <AppendRuntimeIdentifierToOutputPath>false</AppendRuntimeIdentifierToOutputPath>
            <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
            <CreateHardLinksForCopyAdditionalFilesIfPossible>true</CreateHardLinksForCopyAdditionalFilesIfPossible>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="{2}" Version="[{3}]" />
          </ItemGroup>
          <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
        </Project>
        """;

    /// <summary>What the project is called, and so what comes of it.</summary>
    public const string Name = "cyclegan-runtime";

    /// <summary>The version of libtorch that TorchSharp's native library was built against. Raised with TorchSharp's.</summary>
    public const string LibTorchVersion = "2.10.0";

    private readonly List<string> _lines = [];

    private static string System { get; } =
        (OperatingSystem.IsWindows() ? "win-" : OperatingSystem.IsMacOS() ? "osx-" : "linux-")
        + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>The SDK's program.</summary>
    public string Program { get; init; } = "dotnet";

    /// <summary>Told what the SDK says it is doing.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>
    /// The package that brings a libtorch for this system, and the version that fits. That for processors is libtorch's own, since
    /// TorchSharp's brings those of all systems along; that for CUDA is TorchSharp's, which knows the parts that libtorch is split into.
    /// </summary>
    /// <exception cref="CycleGanException">There is none.</exception>
    public static (string Package, string Version) PackageFor(RuntimeBackend backend) => (backend, System) switch
    {
        (RuntimeBackend.Cpu, "linux-x64" or "osx-arm64" or "win-x64") => ($"libtorch-cpu-{System}", LibTorchVersion),
        (RuntimeBackend.Cuda, "linux-x64") => ("TorchSharp-cuda-linux", RuntimeStore.TorchSharpVersion),
        _ => throw new CycleGanException(FaultKind.RuntimeRejected, $"There is no libtorch of TorchSharp for {backend} on {System}.", backend),
    };

    /// <summary>Fetches a package and all it refers to.</summary>
    /// <param name="folder">An empty folder to work in.</param>
    /// <returns>The folder that has the native libraries, among other files.</returns>
    /// <exception cref="CycleGanException">There is no SDK, the feeds do not have the package, or the disk is full.</exception>
    public async Task<string> RunAsync(string folder, string package, string version, CancellationToken cancellation)
    {
        // A global.json above would choose the SDK; any will do.
        await File.WriteAllTextAsync(Path.Combine(folder, "global.json"), "{}", cancellation);
        if (await DotnetAsync(folder, cancellation, "--version") != 0
            || !int.TryParse(_lines.LastOrDefault(line => Leading().IsMatch(line))?.Split('.')[0], out var major))
        {
            throw WithoutSdk();
        }

        var project = Path.Combine(folder, $"{Name}.csproj");
        await File.WriteAllTextAsync(
            project,
            Project.Replace("{0}", $"net{major}.0").Replace("{1}", System).Replace("{2}", package).Replace("{3}", version),
            cancellation);
        _lines.Clear();
        var output = Path.Combine(folder, "out");
        var code = await DotnetAsync(
            folder, cancellation,
            "build", project, "--output", output, "--nologo", "--verbosity", "normal", "--disable-build-servers", "-consoleLoggerParameters:NoSummary");
        return code == 0 ? output : throw Explain(package, version);
    }

    /// <summary>Which libtorch has come, by the names of the packages that are listed; null where they are named otherwise.</summary>
    /// <param name="list">The file that lists them.</param>
    public static string? LibTorchVersionIn(string list) =>
        InPackages().Match(File.ReadAllText(list)) is { Success: true } match ? match.Groups[1].Value : null;

    private static CycleGanException WithoutSdk(Exception? inner = null) => new(
        FaultKind.RuntimeRejected, "Fetching the tensor library takes the .NET SDK, 8 or later, and there is none on PATH.", "dotnet", inner)
    {
        Remedy = Remedy.InstallSdkOrLink,
    };

    private async Task<int> DotnetAsync(string folder, CancellationToken cancellation, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        // What another SDK has set for its own children would lead this one astray.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception fault)
        {
            throw WithoutSdk(fault);
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        return process.ExitCode;
    }

    private void Hear(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (_lines)
        {
            _lines.Add(line.Trim());
        }

        if (Worthwhile().Match(line) is { Success: true } match)
        {
            Progress?.Invoke(match.Value.Trim());
        }
    }

    private CycleGanException Explain(string package, string version)
    {
        var said = string.Join('\n', _lines);
        var first = FirstError().Match(said) is { Success: true } match ? match.Groups[1].Value : _lines.LastOrDefault() ?? "it said nothing.";
        var (kind, why, remedy) =
            said.Contains("No space left on device", StringComparison.Ordinal) || said.Contains("not enough space", StringComparison.Ordinal)
                ? (FaultKind.OutputNotWritable, $"The disk is full: {package} {version} could not be fetched.", Remedy.None)
            : NotFound().Match(said) is { Success: true } absent
                ? (FaultKind.RuntimeRejected, $"No package feed has {package} {version}: {absent.Groups[1].Value}", Remedy.LinkRuntime)
            : said.Contains("NU1301", StringComparison.Ordinal)
                ? (FaultKind.RuntimeRejected, $"No package feed can be reached, so {package} {version} could not be fetched: {first}", Remedy.LinkRuntime)
            : (FaultKind.RuntimeRejected, $"The .NET SDK could not fetch {package} {version}: {first}", Remedy.LinkRuntime);
        return new CycleGanException(kind, why, package, new InvalidOperationException(said)) { Remedy = remedy };
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+")]
    private static partial Regex Leading();

    [GeneratedRegex(@"""libtorch-[^""/]*/(\d+\.\d+\.\d+)")]
    private static partial Regex InPackages();

    [GeneratedRegex(@"(GET https?://\S+|Installed \S+ \S+ from|Restored|Copying file)")]
    private static partial Regex Worthwhile();

    [GeneratedRegex(@"error [A-Z]+\d+: (.*?)(?: \[[^\]]*\])?$", RegexOptions.Multiline)]
    private static partial Regex FirstError();

    [GeneratedRegex(@"error NU110[123]: (.*?)(?: \[[^\]]*\])?$", RegexOptions.Multiline)]
    private static partial Regex NotFound();
}
