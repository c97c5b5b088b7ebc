using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;

namespace CycleGanPS.Shell.Commands;

/// <summary>Finds lines by patterns, in files or in what is piped in.</summary>
[Cmdlet(VerbsCommon.Select, "String", DefaultParameterSetName = "File")]
[OutputType(typeof(MatchInfo), typeof(bool), typeof(string))]
public sealed class SelectStringCommand : ItemCommand
{
    private Regex[] _patterns = [];
    private int _line;
    private bool _found;

    [Parameter(Mandatory = true, ParameterSetName = "Object", ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0, Mandatory = true)]
    public string[] Pattern { get; set; } = [];

    [Parameter(Position = 1, Mandatory = true, ParameterSetName = "File", ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    public string[]? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "LiteralFile", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[]? LiteralPath { get; set; }

    [Parameter]
    public SwitchParameter SimpleMatch { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    [Parameter]
    public SwitchParameter Raw { get; set; }

    [Parameter]
    public SwitchParameter List { get; set; }

    [Parameter]
    public SwitchParameter NotMatch { get; set; }

    [Parameter]
    public SwitchParameter AllMatches { get; set; }

    [Parameter]
    [TextEncoding]
    public Encoding Encoding { get; set; } = TextEncoding.Default;

    protected override void BeginProcessing() => _patterns = Array.ConvertAll(Pattern, pattern => new Regex(
        SimpleMatch ? Regex.Escape(pattern) : pattern, CaseSensitive ? RegexOptions.None : RegexOptions.IgnoreCase));

    protected override void ProcessRecord()
    {
        if (_found && Quiet)
        {
            return;
        }

        if (ParameterSetName == "Object" && InputObject?.BaseObject is not FileInfo)
        {
            if (InputObject is not null)
            {
                Test(InputObject.ToString(), "InputStream", ++_line);
            }

            return;
        }

        var literal = Path is null;
        foreach (var path in Path ?? LiteralPath ?? [((FileInfo)InputObject!.BaseObject).FullName])
        {
            Try(path, () =>
            {
                foreach (var file in ProviderPaths(path, literal).Where(File.Exists))
                {
                    var number = 0;
                    foreach (var line in File.ReadLines(file, Encoding))
                    {
                        if (Test(line, file, ++number) && (List || Quiet))
                        {
                            break;
                        }
                    }
                }
            });
        }
    }

    protected override void EndProcessing()
    {
        if (Quiet)
        {
            WriteObject(_found);
        }
    }

    private bool Test(string line, string path, int number)
    {
        var index = Array.FindIndex(_patterns, pattern => pattern.IsMatch(line));
        if (index >= 0 == NotMatch)
        {
            return false;
        }

        _found = true;
        if (Raw)
        {
            WriteObject(line);
        }
        else if (!Quiet)
        {
            WriteObject(new MatchInfo
            {
                Line = line,
                LineNumber = number,
                Path = path,
                Pattern = Pattern[Math.Max(0, index)],
                IgnoreCase = !CaseSensitive,
                Matches = index < 0 ? [] : AllMatches ? [.. _patterns[index].Matches(line).Cast<Match>()] : [_patterns[index].Match(line)],
            });
        }

        return true;
    }
}
