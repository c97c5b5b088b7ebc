using System.Globalization;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Management.Automation.Runspaces;

namespace CycleGanPS.Shell.Commands;

/// <summary>Draws random numbers, or some of the objects it is given.</summary>
[Cmdlet(VerbsCommon.Get, "Random", DefaultParameterSetName = "RandomNumberParameterSet")]
public sealed class GetRandomCommand : PSCmdlet
{
    // A seed holds for the session it was set in.
    private static readonly ConditionalWeakTable<Runspace, Random> _generators = [];

    private readonly List<object?> _items = [];
    private Random _random = Random.Shared;

    [Parameter]
    public int? SetSeed { get; set; }

    [Parameter(Position = 0, ParameterSetName = "RandomNumberParameterSet")]
    public object? Maximum { get; set; }

    [Parameter(ParameterSetName = "RandomNumberParameterSet")]
    public object? Minimum { get; set; }

    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "RandomListItemParameterSet", ValueFromPipeline = true)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "ShuffleParameterSet", ValueFromPipeline = true)]
    [AllowNull]
    public object?[] InputObject { get; set; } = [];

    [Parameter(ParameterSetName = "RandomNumberParameterSet")]
    [Parameter(ParameterSetName = "RandomListItemParameterSet")]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = 1;

    [Parameter(Mandatory = true, ParameterSetName = "ShuffleParameterSet")]
    public SwitchParameter Shuffle { get; set; }

    protected override void BeginProcessing()
    {
        var runspace = Runspace.DefaultRunspace;
        if (SetSeed is { } seed)
        {
            _generators.AddOrUpdate(runspace, new Random(seed));
        }

        _random = _generators.GetValue(runspace, _ => new Random());
        if (ParameterSetName == "RandomNumberParameterSet")
        {
            for (var i = 0; i < Count; i++)
            {
                WriteObject(Number());
            }
        }
    }

    protected override void ProcessRecord() => _items.AddRange(InputObject ?? [null]);

    protected override void EndProcessing()
    {
        if (ParameterSetName == "RandomNumberParameterSet")
        {
            return;
        }

        var items = _items.ToArray();
        _random.Shuffle(items);
        WriteObject(Shuffle ? items : items.Take(Count), enumerateCollection: true);
    }

    private object Number()
    {
        var minimum = Unwrap(Minimum);
        var maximum = Unwrap(Maximum);
        if (minimum is double or float or decimal || maximum is double or float or decimal)
        {
            var low = Convert.ToDouble(minimum ?? 0.0, CultureInfo.InvariantCulture);
            var high = Convert.ToDouble(maximum ?? double.MaxValue, CultureInfo.InvariantCulture);
            Require(low < high);
            return low + (_random.NextDouble() * (high - low));
        }

        var from = Convert.ToInt64(minimum ?? 0, CultureInfo.InvariantCulture);
        var to = Convert.ToInt64(maximum ?? (minimum is long ? long.MaxValue : int.MaxValue), CultureInfo.InvariantCulture);
        Require(from < to);
        var number = _random.NextInt64(from, to);
        return minimum is long || maximum is long ? number : (int)number;
    }

    private void Require(bool ordered)
    {
        if (!ordered)
        {
            ThrowTerminatingError(new ErrorRecord(
                new ArgumentException($"The Minimum value ({Minimum ?? 0}) cannot be greater than or equal to the Maximum value ({Maximum})."),
                "MinGreaterThanOrEqualMax", ErrorCategory.InvalidArgument, null));
        }
    }

    /// <summary>Text that reads as a number is one.</summary>
    private static object? Unwrap(object? value)
    {
        value = value is PSObject o ? o.BaseObject : value;
        return value is string text
            ? int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : LanguagePrimitives.ConvertTo<double>(text)
            : value;
    }
}
