using CycleGanPS.Core.Machine;

namespace CycleGanPS.Core.Metrics.Algebra;

/// <summary>Shares work out among the processors.</summary>
internal static class Processors
{
    private static readonly ParallelOptions Options = new() { MaxDegreeOfParallelism = ProcessorThreads.Default };

    /// <summary>How many work at once.</summary>
    public static int Count => Options.MaxDegreeOfParallelism;

    /// <summary>Calls <paramref name="body"/> with 0 … <paramref name="count"/> − 1, several at once.</summary>
    public static void For(int count, Action<int> body) => Parallel.For(0, count, Options, body);
}
