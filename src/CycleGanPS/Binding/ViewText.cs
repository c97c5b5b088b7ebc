using System.Globalization;
using CycleGanPS.Core.Comparison;
using CycleGanPS.Core.Reports;
using CycleGanPS.Core.Runs;

namespace CycleGanPS.Binding;

/// <summary>How views show what a format string cannot, in the culture of the session. Public, since views are scripts.</summary>
public static class ViewText
{
    /// <summary>A loss in at most nine characters: four decimals where it has them, a power of ten where it is tiny or huge.</summary>
    public static string? Number(double? value) => value is not { } number ? null : number.ToString(
        Math.Abs(number) switch
        {
            > 0 and < 0.001 or >= 1e7 => "0.0E+0",
            < 99.9 => "F4",
            < 9999 => "F2",
            _ => "F0",
        },
        CultureInfo.CurrentCulture);

    /// <summary>Hours, minutes and seconds, however many hours.</summary>
    public static string Duration(TimeSpan time) => FormattableString.Invariant($"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");

    /// <summary>A score with its measure before it, KID times 1000; empty where there is none.</summary>
    public static string Score(string? measure, double? value) => ScoreMeasure.All.FirstOrDefault(one => one.Name == measure) is { } found && value is not null
        ? $"{found.Short} {found.Show(value, CultureInfo.CurrentCulture)}"
        : "";

    /// <summary>A name in lines of at most so many characters, broken between its words where that can be.</summary>
    public static string Fold(string? name, int width)
    {
        var (lines, line) = (new List<string>(), "");
        foreach (var part in ReportParts.Parts(name ?? "", width).SelectMany(part => part.Chunk(width), (_, letters) => new string(letters)))
        {
            if (line.Length > 0 && (line + part).TrimEnd().Length > width)
            {
                lines.Add(line);
                line = "";
            }

            line += part;
        }

        return string.Join('\n', lines.Append(line).Select(one => one.TrimEnd()));
    }

    /// <summary>The name of a file or folder without those above it.</summary>
    public static string Leaf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));

    /// <summary>A file with the folder that it lies in.</summary>
    public static string WithFolder(string path) => Path.Join(Leaf(Path.GetDirectoryName(path) ?? ""), Path.GetFileName(path));

    /// <summary>Mean and deviation of a technique, and in further lines the difference to the reference with its interval.</summary>
    /// <param name="mean">The mean over the seeds.</param>
    /// <param name="deviation">Its deviation, if there are several.</param>
    /// <param name="difference">The difference, if it was drawn.</param>
    /// <param name="decimals">Decimals worth reading.</param>
    /// <param name="scale">What the numbers are multiplied with.</param>
    public static string? Spread(double? mean, double? deviation, MetricDifference? difference, int decimals, double scale)
    {
        if (mean is null)
        {
            return null;
        }

        var plain = $"0.{new string('0', decimals)}";
        string Plain(double? value) => (scale * value)?.ToString(plain, CultureInfo.CurrentCulture) ?? "";
        string Signed(double value) => (scale * value).ToString($"+{plain};-{plain};{plain}", CultureInfo.CurrentCulture);
        var spread = deviation is null ? Plain(mean) : $"{Plain(mean)} ± {Plain(deviation)}";
        if (difference is null)
        {
            return spread;
        }

        // With one seed there is no verdict, whatever the interval says of the pictures.
        var verdict = !difference.CoversSeeds ? " (one seed)" : difference.LargerThanChance ? " *" : "";
        return $"{spread}\nΔ {Signed(difference.Value)}{verdict}\n[{Signed(difference.Low)}, {Signed(difference.High)}]";
    }
}
