using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Runs;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Training;

/// <summary>
/// The losses of one step before its updates, still where the networks are: reading them waits for the device, so it
/// is done only for the steps that are logged.
/// </summary>
internal sealed class StepLosses : IDisposable
{
    // Of a column that stands here twice, for both domains, the mean is logged.
    private readonly string[] _columns;
    private readonly Tensor _values;

    /// <summary>Takes scalars together; the result belongs to the dispose scope around the current one.</summary>
    internal StepLosses(IReadOnlyList<(string Column, Tensor Value)> generators, DiscriminatorLosses? discriminatorA, DiscriminatorLosses discriminatorB)
    {
        IReadOnlyList<(string Column, Tensor Value)> losses =
        [
            .. discriminatorA is { } ofA ? [(nameof(LossRecord.DiscriminatorA), ofA.Loss), .. ofA.Parts] : Array.Empty<(string, Tensor)>(),
            (nameof(LossRecord.DiscriminatorB), discriminatorB.Loss),
            .. generators,
            .. discriminatorB.Parts,
        ];
        _columns = [.. losses.Select(loss => loss.Column)];
        _values = stack(losses.Select(loss => loss.Value)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Copies the values to the host; the one place of a step that waits for the device. When and how fast the step was, the record
    /// does not say yet.
    /// </summary>
    public LossRecord Read()
    {
        using var onHost = _values.cpu();
        var numbers = onHost.data<float>().ToArray();
        var means = _columns.Zip(numbers).GroupBy(pair => pair.First, pair => (double)pair.Second).ToDictionary(group => group.Key, group => group.Average());
        var ofB = means[nameof(LossRecord.DiscriminatorB)];
        means[nameof(LossRecord.Discriminator)] = (means.GetValueOrDefault(nameof(LossRecord.DiscriminatorA), ofB) + ofB) / 2;
        return LossColumn.Record(means);
    }

    /// <summary>Replaces the values by what is made of them on the host.</summary>
    public void Change(Func<float[], float[]> change)
    {
        using var onHost = _values.cpu();
        using var changed = tensor(change(onHost.data<float>().ToArray()));
        _values.copy_(changed);
    }

    public void Dispose() => _values.Dispose();
}
