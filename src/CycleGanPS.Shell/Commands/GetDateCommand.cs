using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Gets the date and time.</summary>
[Cmdlet("Get", "Date")]
public sealed class GetDateCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("LastWriteTime")]
    public DateTime? Date { get; set; }

    [Parameter]
    [Alias("UnixTime")]
    public long? UnixTimeSeconds { get; set; }

    [Parameter]
    public int? Year { get; set; }

    [Parameter]
    [ValidateRange(1, 12)]
    public int? Month { get; set; }

    [Parameter]
    [ValidateRange(1, 31)]
    public int? Day { get; set; }

    [Parameter]
    [ValidateRange(0, 23)]
    public int? Hour { get; set; }

    [Parameter]
    [ValidateRange(0, 59)]
    public int? Minute { get; set; }

    [Parameter]
    [ValidateRange(0, 59)]
    public int? Second { get; set; }

    [Parameter]
    [ValidateRange(0, 999)]
    public int? Millisecond { get; set; }

    [Parameter]
    public string? Format { get; set; }

    [Parameter]
    public SwitchParameter AsUTC { get; set; }

    protected override void ProcessRecord()
    {
        var date = UnixTimeSeconds is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds).LocalDateTime : Date ?? DateTime.Now;
        date = date.AddYears((Year ?? date.Year) - date.Year);
        date = date.AddMonths((Month ?? date.Month) - date.Month);
        date = date.AddDays((Day ?? date.Day) - date.Day);
        date = date.AddHours((Hour ?? date.Hour) - date.Hour);
        date = date.AddMinutes((Minute ?? date.Minute) - date.Minute);
        date = date.AddSeconds((Second ?? date.Second) - date.Second);
        date = Millisecond is { } milliseconds
            ? date.AddTicks(milliseconds * TimeSpan.TicksPerMillisecond - date.Ticks % TimeSpan.TicksPerSecond)
            : date;
        date = AsUTC ? date.ToUniversalTime() : date;
        if (string.IsNullOrEmpty(Format))
        {
            WriteObject(date);
            return;
        }

        WriteObject(date.ToString(Format.ToLowerInvariant() switch
        {
            "filedate" => "yyyyMMdd",
            "filedateuniversal" => "yyyyMMdd'Z'",
            "filedatetime" => "yyyyMMdd'T'HHmmssffff",
            "filedatetimeuniversal" => "yyyyMMdd'T'HHmmssffff'Z'",
            _ => Format,
        }));
    }
}
