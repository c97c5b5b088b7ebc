using System.Management.Automation;
using CycleGanPS.Core;

namespace CycleGanPS.Errors;

/// <summary>Every error that a cmdlet writes: its stable id and its category, in one place.</summary>
internal static class ErrorRecords
{
    /// <summary>Whether a fault is one that a user can cause, and so becomes an error record; others are faults of ours.</summary>
    public static bool IsExpected(Exception fault) => fault is CycleGanException or IOException or UnauthorizedAccessException;

    /// <summary>The record for any exception that reaches a cmdlet; the id is the fault's kind.</summary>
    public static ErrorRecord From(Exception exception, object? target = null) => exception switch
    {
        CycleGanException fault => new ErrorRecord(WithRemedy(fault), fault.Kind.ToString(), CategoryOf(fault.Kind), fault.Target ?? target),
        UnauthorizedAccessException => Worded(new ErrorRecord(exception, "AccessDenied", ErrorCategory.PermissionDenied, target)),
        IOException => Worded(new ErrorRecord(exception, "InputOutput", ErrorCategory.WriteError, target)),
        _ => new ErrorRecord(exception, exception.GetType().Name, ErrorCategory.NotSpecified, target),
    };

    // The system's own messages end as they like.
    private static ErrorRecord Worded(ErrorRecord record)
    {
        record.ErrorDetails = new ErrorDetails(CycleGanException.Sentence(record.Exception.Message));
        return record;
    }

    // The message of the exception is what scripts read, so the remedy stands in it too.
    private static CycleGanException WithRemedy(CycleGanException fault) =>
        Remedies.Of(fault.Remedy) is null ? fault : new(fault.Kind, Remedies.Explain(fault), fault.Target, fault);

    private static ErrorCategory CategoryOf(FaultKind kind) => kind switch
    {
        FaultKind.InvalidConfig or FaultKind.InvalidArgument => ErrorCategory.InvalidArgument,
        FaultKind.PathNotFound or FaultKind.EmptyFolder or FaultKind.WeightsMissing => ErrorCategory.ObjectNotFound,
        FaultKind.DeviceUnavailable or FaultKind.NativeLibraryUnavailable or FaultKind.OutOfMemory => ErrorCategory.ResourceUnavailable,
        FaultKind.NonFiniteLoss => ErrorCategory.InvalidResult,
        FaultKind.OutputExists => ErrorCategory.ResourceExists,
        FaultKind.OutputNotWritable => ErrorCategory.WriteError,
        FaultKind.RunInUse => ErrorCategory.ResourceBusy,
        _ => ErrorCategory.InvalidData,
    };
}
