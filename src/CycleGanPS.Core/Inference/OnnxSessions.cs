using Microsoft.ML.OnnxRuntime;

namespace CycleGanPS.Core.Inference;

/// <summary>How ONNX Runtime is set up: quiet, without telemetry, and with as many threads as it is told.</summary>
internal static class OnnxSessions
{
    private static readonly Lazy<OrtEnv> Environment = new(Start);

    /// <summary>The runtime's version, such as "1.31.1".</summary>
    public static string Version => Environment.Value.GetVersionString();

    public static InferenceSession Open(string path, int threads) => Open(options => new InferenceSession(path, options), threads);

    public static InferenceSession Open(byte[] model, int threads) => Open(options => new InferenceSession(model, options), threads);

    private static InferenceSession Open(Func<SessionOptions, InferenceSession> open, int threads)
    {
        _ = Environment.Value;
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        // Between its operations a thread sleeps; spinning would take the cores from reading and writing pictures.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return open(options);
    }

    // What goes wrong comes as an exception; the runtime's own messages would go to the console.
    private static OrtEnv Start()
    {
        try
        {
            var creation = new EnvironmentCreationOptions { logId = "CycleGanPS", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            var environment = OrtEnv.IsCreated ? OrtEnv.Instance() : OrtEnv.CreateInstanceWithOptions(ref creation);
            environment.DisableTelemetryEvents();
            return environment;
        }
        catch (Exception fault) when (fault is DllNotFoundException or BadImageFormatException or TypeInitializationException or EntryPointNotFoundException)
        {
            var reason = (fault.InnerException ?? fault).Message.ReplaceLineEndings(" ").Trim();
            throw new CycleGanException(
                FaultKind.NativeLibraryUnavailable, $"The native library of ONNX Runtime cannot be loaded: {reason}", "onnxruntime", fault);
        }
    }
}
