using System.Globalization;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace CycleGanPS.Shell.Commands;

/// <summary>Counts objects and sums up their numbers or texts.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Object", DefaultParameterSetName = "GenericMeasure")]
[OutputType(typeof(GenericMeasureInfo), typeof(TextMeasureInfo))]
public sealed class MeasureObjectCommand : PSCmdlet
{
    private readonly Dictionary<string, MeasureStatistics> _statistics = new(StringComparer.OrdinalIgnoreCase);
    private readonly ValueComparer _comparer = new(ignoreCase: true, CultureInfo.CurrentCulture);
    private int _count;
    private bool _failed;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public object[]? Property { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter StandardDeviation { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Sum { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter AllStats { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Average { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Maximum { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Minimum { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter Line { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter Word { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter Character { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter IgnoreWhiteSpace { get; set; }

    private bool MeasuresText => ParameterSetName == "TextMeasure";

    private bool NeedsNumbers => Sum || Average || StandardDeviation || AllStats;

    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        _count++;
        if (Property is null)
        {
            Take(For(""), InputObject);
            return;
        }

        foreach (var definition in PropertyDefinition.ParseAll(Property, this))
        {
            List<PSPropertyExpressionResult> results = definition.Expression.GetValues(InputObject);
            foreach (var result in results.Where(r => r.Exception is null))
            {
                var statistics = For(result.ResolvedExpression.ToString());
                if (result.Result is not null)
                {
                    Take(statistics, result.Result);
                }
            }
        }
    }

    protected override void EndProcessing()
    {
        if (Property is null)
        {
            WriteObject(Result(null, For("")));
            return;
        }

        foreach (var definition in PropertyDefinition.ParseAll(Property, this))
        {
            var name = definition.Expression.ToString();
            if (!definition.Expression.HasWildCardCharacters && !_statistics.ContainsKey(name) && _count > 0)
            {
                WriteError(new ErrorRecord(
                    new PSArgumentException($"The property \"{name}\" cannot be found in the input for any objects."),
                    MeasuresText ? "TextMeasurePropertyNotFound" : "GenericMeasurePropertyNotFound", ErrorCategory.InvalidArgument, null));
            }
        }

        foreach (var (name, statistics) in _statistics)
        {
            WriteObject(Result(name, statistics));
        }
    }

    private MeasureStatistics For(string name) =>
        _statistics.TryGetValue(name, out var known) ? known : _statistics[name] = new MeasureStatistics();

    private void Take(MeasureStatistics statistics, object value)
    {
        value = value is PSObject { BaseObject: not PSCustomObject } o ? o.BaseObject : value;
        statistics.Count++;
        if (MeasuresText)
        {
            TakeText(statistics, LanguagePrimitives.ConvertTo<string>(value));
            return;
        }

        if (NeedsNumbers)
        {
            if (LanguagePrimitives.TryConvertTo<double>(value, CultureInfo.InvariantCulture, out var number) && value is not (bool or char))
            {
                statistics.Add(number);
            }
            else
            {
                _failed = true;
                WriteError(new ErrorRecord(
                    new PSInvalidCastException($"Input object \"{value}\" is not numeric."),
                    "NonNumericInputObject", ErrorCategory.InvalidType, value));
            }
        }

        if (Maximum || Minimum || AllStats)
        {
            statistics.Extend(
                double.TryParse(LanguagePrimitives.ConvertTo<string>(value), NumberStyles.Any, CultureInfo.InvariantCulture, out var number) ? number : value,
                _comparer);
        }
    }

    private void TakeText(MeasureStatistics statistics, string text)
    {
        statistics.Lines += text.Length == 0 ? 0 : text.AsSpan().TrimEnd('\n').Count('\n') + 1;
        statistics.Words += text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        statistics.Characters += IgnoreWhiteSpace ? text.Count(c => !char.IsWhiteSpace(c)) : text.Length;
    }

    private MeasureInfo Result(string? property, MeasureStatistics statistics)
    {
        if (MeasuresText)
        {
            return new TextMeasureInfo
            {
                Property = property,
                Lines = Line ? statistics.Lines : null,
                Words = Word ? statistics.Words : null,
                Characters = Character ? statistics.Characters : null,
            };
        }

        var some = !_failed && statistics.Count > 0;
        return new GenericMeasureInfo
        {
            Property = property,
            Count = statistics.Count,
            Sum = some && (Sum || AllStats) ? statistics.Sum : null,
            Average = some && (Average || AllStats) ? statistics.Sum / statistics.Count : null,
            StandardDeviation = some && (StandardDeviation || AllStats) ? statistics.StandardDeviation : null,
            Maximum = Maximum || AllStats ? statistics.Maximum : null,
            Minimum = Minimum || AllStats ? statistics.Minimum : null,
        };
    }
}
