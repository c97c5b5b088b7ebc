using System.Management.Automation;
using System.Reflection;

namespace CycleGanPS.Shell.Commands;

/// <summary>Writes an error record.</summary>
[Cmdlet(VerbsCommunications.Write, "Error", DefaultParameterSetName = "NoException")]
public sealed class WriteErrorCommand : PSCmdlet
{
    private static readonly MethodInfo? _setInvocation = typeof(ErrorRecord).GetMethod(
        "SetInvocationInfo", BindingFlags.Instance | BindingFlags.NonPublic);

    private static readonly PropertyInfo? _preserveInvocation = typeof(ErrorRecord).GetProperty(
        "PreserveInvocationInfoOnce", BindingFlags.Instance | BindingFlags.NonPublic);

    [Parameter(Mandatory = true, ParameterSetName = "WithException")]
    public Exception? Exception { get; set; }

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "NoException")]
    [Parameter(ParameterSetName = "WithException")]
    [AllowNull]
    [AllowEmptyString]
    [Alias("Msg")]
    public string? Message { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "ErrorRecord")]
    public ErrorRecord? ErrorRecord { get; set; }

    [Parameter(ParameterSetName = "NoException")]
    [Parameter(ParameterSetName = "WithException")]
    public ErrorCategory Category { get; set; } = ErrorCategory.NotSpecified;

    [Parameter(ParameterSetName = "NoException")]
    [Parameter(ParameterSetName = "WithException")]
    public string ErrorId { get; set; } = "";

    [Parameter(ParameterSetName = "NoException")]
    [Parameter(ParameterSetName = "WithException")]
    public object? TargetObject { get; set; }

    [Parameter]
    public string RecommendedAction { get; set; } = "";

    [Parameter]
    [Alias("Activity")]
    public string CategoryActivity { get; set; } = "";

    [Parameter]
    [Alias("Reason")]
    public string CategoryReason { get; set; } = "";

    [Parameter]
    [Alias("TargetName")]
    public string CategoryTargetName { get; set; } = "";

    [Parameter]
    [Alias("TargetType")]
    public string CategoryTargetType { get; set; } = "";

    protected override void ProcessRecord()
    {
        var record = ErrorRecord is null ? Create() : new ErrorRecord(ErrorRecord, null);
        if (RecommendedAction.Length > 0)
        {
            record.ErrorDetails ??= new ErrorDetails(record.Exception.Message);
            record.ErrorDetails.RecommendedAction = RecommendedAction;
        }

        if (CategoryActivity.Length > 0)
        {
            record.CategoryInfo.Activity = CategoryActivity;
        }

        if (CategoryReason.Length > 0)
        {
            record.CategoryInfo.Reason = CategoryReason;
        }

        if (CategoryTargetName.Length > 0)
        {
            record.CategoryInfo.TargetName = CategoryTargetName;
        }

        if (CategoryTargetType.Length > 0)
        {
            record.CategoryInfo.TargetType = CategoryTargetType;
        }

        // The error is the calling function's, not ours: it stands where that was called.
        if (GetVariableValue("MyInvocation") is InvocationInfo caller && _preserveInvocation is not null)
        {
            _setInvocation?.Invoke(record, [caller]);
            _preserveInvocation.SetValue(record, true);
            if (CategoryActivity.Length == 0)
            {
                record.CategoryInfo.Activity = "Write-Error";
            }
        }

        WriteError(record);
    }

    private ErrorRecord Create()
    {
        var exception = Exception ?? new WriteErrorException(Message ?? "");
        var id = ErrorId.Length > 0 ? ErrorId
            : Exception is null ? "Microsoft.PowerShell.Commands.WriteErrorException" : Exception.GetType().FullName!;
        var record = new ErrorRecord(exception, id, Category, TargetObject);
        if (Exception is not null && !string.IsNullOrEmpty(Message))
        {
            record.ErrorDetails = new ErrorDetails(Message);
        }

        return record;
    }
}
