namespace CycleGanPS.Core.Runs;

/// <summary>How a log has its records.</summary>
/// <typeparam name="T">The record.</typeparam>
/// <param name="What">What a row is, with its article, for who reads that one is damaged.</param>
/// <param name="Header">The first line: the columns' names.</param>
/// <param name="Row">A record as a line.</param>
/// <param name="Parse">A record of a row's cells, by their columns, or null if they are not one.</param>
internal sealed record RecordFormat<T>(string What, string Header, Func<T, string> Row, Func<IReadOnlyDictionary<string, string>, T?> Parse)
    where T : class;
