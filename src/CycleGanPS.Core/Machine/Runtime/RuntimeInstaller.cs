using CycleGanPS.Core.Files;

namespace CycleGanPS.Core.Machine.Runtime;

/// <summary>
/// Puts libtorch where it is looked for. What is new comes into a folder of its own and is checked; then the record names it, and only
/// then what it takes the place of goes. So there is at any moment the old one, whole, or the new one.
/// </summary>
internal sealed class RuntimeInstaller
{
    // Of libtorch what nothing calls, and of other packages what the module has itself.
    private static readonly string[] Unneeded =
    [
        "torch_python", "torch_global_deps", "shm", "nnapi_backend", "aoti_custom_ops", "backend_with_compiler", "torchbind_test", "jitbackend_test",
        "SkiaSharp", "TorchSharp", "SharpZipLib", "Protobuf", RuntimeRestore.Name + ".dll",
    ];

    /// <summary>Told what is being done, in a few words; called from other threads.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>Refers to a libtorch that is there already.</summary>
    /// <exception cref="CycleGanException">TorchSharp cannot call it, or the record cannot be written.</exception>
    public TorchRuntime Link(string folder)
    {
        var path = LibTorchFolder.Locate(folder);
        var (backend, version) = LibTorchFolder.Check(path);
        using var hold = Acquire();
        var files = Libraries(path)
            .Select(file => new RuntimeFile(Path.GetFileName(file), new FileInfo(file).Length, null));
        return Enter(backend, null, version, path, [.. files]);
    }

    /// <summary>Fetches one with the .NET SDK.</summary>
    /// <param name="backend">What it is to compute on.</param>
    /// <param name="version">Of the package.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="CycleGanException">It cannot be fetched, is not what TorchSharp can call, or cannot be written.</exception>
    public async Task<TorchRuntime> FetchAsync(RuntimeBackend backend, string version, CancellationToken cancellation)
    {
        var package = RuntimeRestore.PackageFor(backend).Package;
        using var hold = Acquire();
        Sweep(RuntimeStoreFolder());
        var folder = Path.Combine(RuntimeStore.Root, $"{backend.ToString().ToLowerInvariant()}.{Guid.NewGuid().ToString("N")[..8]}");
        var work = folder + ".tmp";
        try
        {
            Directory.CreateDirectory(work);
            var output = await new RuntimeRestore { Progress = Progress }.RunAsync(work, package, version, cancellation);
            var staged = Path.Combine(work, "libtorch");
            Directory.CreateDirectory(staged);
            foreach (var file in Libraries(output))
            {
                File.Move(file, Path.Combine(staged, Path.GetFileName(file)));
            }

            Progress?.Invoke("Checking what has come");
            LibTorchFolder.Locate(staged);
            var found = LibTorchFolder.Check(staged).Backend;
            if (found != backend)
            {
                throw new CycleGanException(FaultKind.RuntimeRejected, $"The package {package} {version} has no libtorch for {backend}.", package);
            }

            var files = Libraries(staged).Select(file =>
            {
                cancellation.ThrowIfCancellationRequested();
                return new RuntimeFile(Path.GetFileName(file), new FileInfo(file).Length, FileHash.Of(file));
            }).ToList();
            Directory.Move(staged, folder);
            return Enter(backend, version, RuntimeRestore.LibTorchVersionIn(Path.Combine(output, $"{RuntimeRestore.Name}.deps.json")), folder, files);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(fault);
        }
        finally
        {
            Remove(work);
        }
    }

    private static TorchRuntime Enter(RuntimeBackend backend, string? packageVersion, string? version, string path, IReadOnlyList<RuntimeFile> files)
    {
        var runtime = new TorchRuntime
        {
            Backend = backend,
            TorchSharpVersion = RuntimeStore.TorchSharpVersion,
            PackageVersion = packageVersion,
            LibTorchVersion = version,
            Path = path,
            IsLinked = packageVersion is null,
            Files = files,
        };
        RuntimeStore.Write(runtime);
        Sweep(packageVersion is null ? null : path);
        return runtime;
    }

    private static string? RuntimeStoreFolder()
    {
        try
        {
            return RuntimeStore.Find() is { IsLinked: false } runtime ? runtime.Path : null;
        }
        catch (CycleGanException)
        {
            // Whatever a record that cannot be read has named is of no use to anybody.
            return null;
        }
    }

    // What processes that were killed have left, and what has been replaced. One that is in use stays with who uses it until they end.
    private static void Sweep(string? kept)
    {
        foreach (var folder in Directory.EnumerateDirectories(RuntimeStore.Root).Where(folder => folder != kept))
        {
            Remove(folder);
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // On Windows a library that is in use cannot be deleted; the next installation tries again.
        }
    }

    // Those of libtorch alone, by its own names or by those of what it is linked with.
    private static IEnumerable<string> Libraries(string folder) => Directory.EnumerateFiles(folder)
        .Where(file => Path.GetFileName(file) is var name
            && (OperatingSystem.IsWindows() ? name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
                : OperatingSystem.IsMacOS() ? name.EndsWith(".dylib", StringComparison.Ordinal)
                : name.EndsWith(".so", StringComparison.Ordinal) || name.Contains(".so.", StringComparison.Ordinal))
            && !Array.Exists(Unneeded, part => name.Contains(part, StringComparison.OrdinalIgnoreCase)))
        .Order(StringComparer.Ordinal);

    private static FileStream Acquire()
    {
        var path = Path.Combine(RuntimeStore.Root, "install.lock");
        try
        {
            Directory.CreateDirectory(RuntimeStore.Root);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException fault) when (FileStatus.IsSharingViolation(fault))
        {
            throw new CycleGanException(
                FaultKind.RuntimeInUse, "Another process is installing the tensor library just now.", RuntimeStore.Root, fault)
            {
                Remedy = Remedy.AwaitInstallation,
            };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(fault);
        }
    }

    private static CycleGanException NotWritable(Exception fault) => new(
        FaultKind.OutputNotWritable, $"The tensor library cannot be written to {RuntimeStore.Root}: {fault.Message}", RuntimeStore.Root, fault);
}
