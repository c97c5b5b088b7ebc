using System.Management.Automation;
using System.Runtime.InteropServices;
using CycleGanPS.Core;
using CycleGanPS.Core.Training;

namespace CycleGanPS.Errors;

/// <summary>Every error that a cmdlet writes: its stable id and its category, in one place.</summary>
internal static class ErrorRecords
{
    /// <summary>Whether a fault is one that a user can cause, and so becomes an error record; others are faults of ours.</summary>
    public static bool IsExpected(Exception fault) => Plain(fault) is CycleGanException or IOException or UnauthorizedAccessException;

    /// <summary>The record for any exception that reaches a cmdlet; the id is the fault's kind.</summary>
    public static ErrorRecord From(Exception exception, object? target = null) => Plain(exception, target) switch
    {
        CycleGanException fault => new ErrorRecord(WithRemedy(fault), fault.Kind.ToString(), CategoryOf(fault.Kind), fault.Target ?? target),
        UnauthorizedAccessException fault => Worded(new ErrorRecord(fault, "AccessDenied", ErrorCategory.PermissionDenied, target)),
        IOException fault => Worded(new ErrorRecord(fault, "InputOutput", ErrorCategory.WriteError, target)),
        var fault => new ErrorRecord(fault, fault.GetType().Name, ErrorCategory.NotSpecified, target),
    };

    // The system's own messages end as they like.
    private static ErrorRecord Worded(ErrorRecord record)
    {
        record.ErrorDetails = new ErrorDetails(CycleGanException.Sentence(record.Exception.Message));
        return record;
    }

    // Several threads throw theirs in one, of which the first says enough; and what the tensor library says is for its developers.
    private static Exception Plain(Exception exception, object? target = null)
    {
        var fault = exception is AggregateException several ? several.Flatten().InnerExceptions[0] : exception;
        var at = target is string item ? $" at '{item}'" : "";
        (FaultKind Kind, string What)? found =
            MemoryAdvice.IsOutOfMemory(fault) ? (FaultKind.OutOfMemory, $"Memory ran out{at}.")
            : fault.GetType() == typeof(ExternalException)
                ? (FaultKind.NativeFailure, $"The tensor library failed{at}; what it said is in the error's InnerException.")
            : null;
        return found is { } known ? new CycleGanException(known.Kind, known.What, target, fault) : fault;
    }

    // The message of the exception is what scripts read, so the remedy stands in it too.
    private static CycleGanException WithRemedy(CycleGanException fault) =>
        Remedies.Of(fault.Remedy) is null ? fault : new(fault.Kind, Remedies.Explain(fault), fault.Target, fault);

    private static ErrorCategory CategoryOf(FaultKind kind) => kind switch
    {
        FaultKind.InvalidConfig or FaultKind.InvalidArgument => ErrorCategory.InvalidArgument,
        FaultKind.PathNotFound or FaultKind.EmptyFolder or FaultKind.WeightsMissing or FaultKind.NoFace => ErrorCategory.ObjectNotFound,
        FaultKind.DeviceUnavailable or FaultKind.NativeLibraryUnavailable or FaultKind.NativeFailure or FaultKind.OutOfMemory
            or FaultKind.RuntimeRejected =>
            ErrorCategory.ResourceUnavailable,
        FaultKind.NonFiniteLoss => ErrorCategory.InvalidResult,
        FaultKind.OutputExists => ErrorCategory.ResourceExists,
        FaultKind.OutputNotWritable => ErrorCategory.WriteError,
        FaultKind.RunInUse or FaultKind.RuntimeInUse => ErrorCategory.ResourceBusy,
        _ => ErrorCategory.InvalidData,
    };
}
