using CycleGanPS.Core.Runs;
using TorchSharp;
using TorchSharp.Modules;

namespace CycleGanPS.Core.Training;

/// <summary>
/// What TensorBoard shows of a run: losses and learning rate, scores and samples, as TorchSharp's writer has them. Each session has an event
/// file of its own. A disk that refuses ends the log and not the training: what is added gives the sentence to tell, once.
/// </summary>
internal sealed class TensorBoardLog(string folder)
{
    private SummaryWriter? _writer;
    private bool _isOver;

    /// <summary>Adds the losses of a step.</summary>
    public string? Add(LossRecord record) => TryWrite(writer =>
    {
        foreach (var column in LossColumn.Measured)
        {
            Add(writer, $"loss/{column.Name}", column.Value(record), record.Step);
        }

        Add(writer, "schedule/LearningRate", record.LearningRate, record.Step);
    });

    /// <summary>Adds what an evaluation gave.</summary>
    public string? Add(ScoreRecord record) => TryWrite(writer =>
    {
        Add(writer, $"score/{nameof(record.Fid)}", record.Fid, record.Step);
        Add(writer, $"score/{nameof(record.Kid)}", record.Kid, record.Step);
        Add(writer, $"score/{nameof(record.Swd)}", record.Swd, record.Step);
        Add(writer, $"score/{nameof(record.Error)}", record.Error, record.Step);
    });

    /// <summary>Adds a sample sheet.</summary>
    /// <param name="path">The PNG.</param>
    /// <param name="step">Steps done.</param>
    public string? AddSamples(string path, long step) => TryWrite(writer => writer.add_img("samples", path, (int)step));

    private static void Add(SummaryWriter writer, string tag, double? value, long step)
    {
        if (value is { } number)
        {
            writer.add_scalar(tag, (float)number, (int)step);
        }
    }

    private string? TryWrite(Action<SummaryWriter> write)
    {
        if (_isOver)
        {
            return null;
        }

        try
        {
            write(_writer ??= torch.utils.tensorboard.SummaryWriter(folder, createRunName: false));
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _isOver = true;
            return $"The log for TensorBoard in '{folder}' ends here: {fault.Message} The training goes on.";
        }
    }
}
