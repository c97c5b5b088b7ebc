using System.Text.RegularExpressions;

namespace CycleGanPS.Shell.Commands;

/// <summary>A line that matches.</summary>
public sealed class MatchInfo
{
    public bool IgnoreCase { get; init; }

    public int LineNumber { get; init; }

    public string Line { get; init; } = "";

    public string Path { get; init; } = "InputStream";

    public string Filename => System.IO.Path.GetFileName(Path);

    public string Pattern { get; init; } = "";

    public Match[] Matches { get; init; } = [];

    public override string ToString() => Path == "InputStream" ? Line : $"{Path}:{LineNumber}:{Line}";
}
