using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Data.Edges;

namespace CycleGanPS.Commands;

/// <summary>ConvertTo-EdgeSmoothedImage: blurs drawings along their outlines.</summary>
[Cmdlet(VerbsData.ConvertTo, "EdgeSmoothedImage", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(EdgeSmoothingResult))]
public sealed class ConvertToEdgeSmoothedImageCommand : PathCommand
{
    private const string Activity = "Edge smoothing";

    private readonly Dictionary<string, string> _sourceOf = new(
        OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    private readonly Queue<(string Source, Task<EdgeSmoothingResult> Work)> _underWay = new();
    private readonly ProgressThrottle _throttle = new();
    private string _destination = "";
    private int _done;

    /// <summary>The folder that the smoothed pictures go to; it is made if it is not there.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "edge-smoothed";

    /// <summary>Overwrite pictures that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void BeginProcessing()
    {
        _destination = this.FileSystemPath(Destination);
        if (File.Exists(_destination))
        {
            ThrowTerminatingError(ErrorRecords.From(new CycleGanException(
                FaultKind.OutputExists, $"The destination '{_destination}' is a file; a folder is needed.", _destination)));
        }
    }

    // As much under way as there are cores keeps them busy, and memory bounded.
    protected override void Process(string image)
    {
        var target = System.IO.Path.Combine(_destination, System.IO.Path.GetFileNameWithoutExtension(image) + ".png");
        Claim(image, target);
        if (!ShouldProcess(image, $"Smooth edges to {target}"))
        {
            return;
        }

        CreateDestination();
        _underWay.Enqueue((image, Task.Run(() => EdgeSmoothingResult.Make(image, target), Cancellation)));
        while (_underWay.Count > Environment.ProcessorCount)
        {
            EmitNext();
        }
    }

    protected override void EndProcessing()
    {
        while (_underWay.Count > 0)
        {
            EmitNext();
        }

        WriteProgress(new ProgressRecord(0, Activity, "Done") { RecordType = ProgressRecordType.Completed });
    }

    protected override void Dispose(bool disposing)
    {
        // What is being written is let finish, so that nothing appears after the pipeline has ended.
        while (_underWay.TryDequeue(out var next))
        {
            ((IAsyncResult)next.Work).AsyncWaitHandle.WaitOne();
        }

        base.Dispose(disposing);
    }

    private void EmitNext()
    {
        if (Cancellation.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }

        var (source, work) = _underWay.Peek();
        ((IAsyncResult)work).AsyncWaitHandle.WaitOne();
        _underWay.Dequeue();
        _done++;
        if (work.IsCanceled)
        {
            throw new PipelineStoppedException();
        }

        Guard(source, () => WriteObject(work.GetAwaiter().GetResult()));
        if (_throttle.IsDue())
        {
            WriteProgress(new ProgressRecord(0, Activity, $"{_done} done, at {System.IO.Path.GetFileName(source)}"));
        }
    }

    // Nothing is written over: not what is there, not another picture's copy, and never the source.
    private void Claim(string source, string target)
    {
        if (!_sourceOf.TryAdd(target, source))
        {
            throw new CycleGanException(FaultKind.OutputExists, $"'{source}' would be written to '{target}' like '{_sourceOf[target]}' before it.", source);
        }

        if (_sourceOf.Comparer.Equals(source, target))
        {
            throw new CycleGanException(FaultKind.OutputExists, $"'{source}' would overwrite itself. Choose another -Destination.", source);
        }

        if (Directory.Exists(target) || (File.Exists(target) && !Force))
        {
            throw new CycleGanException(FaultKind.OutputExists, $"'{target}' exists already. Overwrite it with -Force.", target);
        }
    }

    private void CreateDestination()
    {
        try
        {
            Directory.CreateDirectory(_destination);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ErrorRecords.From(new CycleGanException(
                FaultKind.OutputNotWritable, $"The folder '{_destination}' could not be made: {fault.Message}", _destination, fault)));
        }
    }
}
