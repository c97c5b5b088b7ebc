using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;

namespace CycleGanPS.Core.Machine;

/// <summary>How ONNX Runtime is set up: quiet, without telemetry, and with as many threads as it is told.</summary>
internal static partial class OnnxSessions
{
    private static readonly Lazy<OrtEnv> Environment = new(Start);

    /// <summary>The runtime's version, such as "1.31.1".</summary>
    public static string Version => Environment.Value.GetVersionString();

    public static InferenceSession Open(string path, int threads) => Open(options => new InferenceSession(path, options), threads);

    public static InferenceSession Open(byte[] model, int threads) => Open(options => new InferenceSession(model, options), threads);

    /// <summary>Makes something of a model file; what the runtime cannot read is an error that names the file.</summary>
    /// <param name="what">What the file was found to be.</param>
    /// <exception cref="CycleGanException">The runtime cannot run it.</exception>
    public static T Guard<T>(string name, string what, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (OnnxRuntimeException fault)
        {
            // The runtime's own words are for its developers, but for the operator's name.
            var reason = UnknownOperator().Match(fault.Message) is { Success: true } match
                ? $"it has the operator {match.Groups[1].Value}, which this version does not know"
                : "it is damaged, or made for another version";
            throw new CycleGanException(FaultKind.UnreadableModel, $"ONNX Runtime {Version} cannot run '{name}' ({what}): {reason}.", name, fault);
        }
    }

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

    [GeneratedRegex("(?:No Op registered for|implementation for) (\\w+)")]
    private static partial Regex UnknownOperator();
}
