using System.Globalization;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace CycleGanPS.Shell.Commands;

/// <summary>Selects objects of the pipeline, or properties of them.</summary>
[Cmdlet(VerbsCommon.Select, "Object", DefaultParameterSetName = "DefaultParameter")]
public sealed class SelectObjectCommand : PSCmdlet
{
    private readonly Queue<PSObject> _held = new();
    private readonly List<PSObject> _unique = [];
    private PropertyDefinition[] _properties = [];
    private PropertyDefinition? _expanded;
    private WildcardPattern[] _excluded = [];
    private HashSet<int>? _indexes;
    private int _seen;
    private int _passed;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0, ParameterSetName = "DefaultParameter")]
    [Parameter(Position = 0, ParameterSetName = "SkipLastParameter")]
    public object[]? Property { get; set; }

    [Parameter(ParameterSetName = "DefaultParameter")]
    [Parameter(ParameterSetName = "SkipLastParameter")]
    public string[]? ExcludeProperty { get; set; }

    [Parameter(ParameterSetName = "DefaultParameter")]
    [Parameter(ParameterSetName = "SkipLastParameter")]
    public string? ExpandProperty { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    [Parameter]
    public SwitchParameter CaseInsensitive { get; set; }

    [Parameter(ParameterSetName = "DefaultParameter")]
    [ValidateRange(0, int.MaxValue)]
    public int Last { get; set; }

    [Parameter(ParameterSetName = "DefaultParameter")]
    [ValidateRange(0, int.MaxValue)]
    public int First { get; set; }

    [Parameter(ParameterSetName = "DefaultParameter")]
    [Parameter(ParameterSetName = "SkipLastParameter")]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    [Parameter(ParameterSetName = "SkipLastParameter")]
    [ValidateRange(0, int.MaxValue)]
    public int SkipLast { get; set; }

    [Parameter(ParameterSetName = "DefaultParameter")]
    [Parameter(ParameterSetName = "IndexParameter")]
    public SwitchParameter Wait { get; set; }

    [Parameter(ParameterSetName = "IndexParameter")]
    [ValidateRange(0, int.MaxValue)]
    public int[]? Index { get; set; }

    [Parameter(ParameterSetName = "SkipIndexParameter")]
    [ValidateRange(0, int.MaxValue)]
    public int[]? SkipIndex { get; set; }

    private bool HasFirst => MyInvocation.BoundParameters.ContainsKey(nameof(First));

    private bool HasLast => MyInvocation.BoundParameters.ContainsKey(nameof(Last));

    protected override void BeginProcessing()
    {
        _properties = PropertyDefinition.ParseAll(Property ?? (ExcludeProperty is null ? null : ["*"]), this);
        _expanded = string.IsNullOrEmpty(ExpandProperty) ? null : PropertyDefinition.Parse(ExpandProperty, this);
        _excluded = Array.ConvertAll(ExcludeProperty ?? [], name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase));
        _indexes = (Index ?? SkipIndex)?.ToHashSet();
    }

    protected override void ProcessRecord()
    {
        // Without pipeline input and without -InputObject there is no object.
        if (InputObject is null)
        {
            return;
        }

        var position = _seen++;
        if (_indexes is not null)
        {
            if (_indexes.Contains(position) != SkipIndex is not null)
            {
                Emit(InputObject);
                _passed++;
            }

            if (Index is not null && _passed == _indexes.Count && !Wait)
            {
                Finish();
            }

            return;
        }

        // With -Last alone, -Skip counts from the end.
        if (position < Skip && !(HasLast && !HasFirst))
        {
            return;
        }

        if (SkipLast > 0)
        {
            _held.Enqueue(InputObject);
            if (_held.Count > SkipLast)
            {
                Emit(_held.Dequeue());
            }

            return;
        }

        if (!HasFirst && !HasLast)
        {
            Emit(InputObject);
            return;
        }

        if (HasFirst && _passed < First)
        {
            _passed++;
            Emit(InputObject);
        }
        else if (HasLast)
        {
            _held.Enqueue(InputObject);
            if (_held.Count > (long)Last + (HasFirst ? 0 : Skip))
            {
                _held.Dequeue();
            }
        }

        if (HasFirst && !HasLast && _passed >= First && !Wait)
        {
            Finish();
        }
    }

    protected override void EndProcessing()
    {
        if (HasLast)
        {
            var count = HasFirst ? _held.Count : Math.Max(0, _held.Count - Skip);
            count = Math.Min(count, Last);
            while (count-- > 0)
            {
                Emit(_held.Dequeue());
            }
        }

        if (Unique)
        {
            foreach (var item in _unique)
            {
                WriteObject(item);
            }

            _unique.Clear();
        }
    }

    private void Finish()
    {
        EndProcessing();
        throw UpstreamStop.For(this);
    }

    private void Emit(PSObject input)
    {
        if (_expanded is not null)
        {
            Expand(input);
        }
        else
        {
            Output(_properties.Length == 0 ? input : Project(input));
        }
    }

    private PSObject Project(PSObject input)
    {
        var result = new PSObject();
        AddProperties(result, input);
        var type = input.BaseObject is PSCustomObject ? "System.Management.Automation.PSCustomObject" : input.BaseObject.GetType().ToString();
        result.TypeNames.Insert(0, "Selected." + type);
        return result;
    }

    private void AddProperties(PSObject target, PSObject input)
    {
        foreach (var property in _properties)
        {
            var results = Evaluate(property.Expression, input);
            if (results.Count == 0)
            {
                // A property that is not there is one without a value.
                if (!property.Expression.HasWildCardCharacters)
                {
                    Add(target, property.Name ?? property.Expression.ToString(), null);
                }

                continue;
            }

            foreach (var result in results)
            {
                var name = property.Name ?? result.ResolvedExpression.ToString();
                if (!Array.Exists(_excluded, pattern => pattern.IsMatch(name)))
                {
                    Add(target, name, result.Result);
                }
            }
        }
    }

    private void Add(PSObject target, string name, object? value)
    {
        if (target.Properties[name] is null)
        {
            target.Properties.Add(new PSNoteProperty(name, value));
        }
        else if (!Array.Exists(_properties, p => p.Expression.HasWildCardCharacters))
        {
            WriteError(new ErrorRecord(
                new InvalidOperationException($"The property cannot be processed because the property \"{name}\" already exists."),
                "AlreadyExistingUserSpecifiedPropertyNoExpand", ErrorCategory.InvalidOperation, target));
        }
    }

    private void Expand(PSObject input)
    {
        var results = Evaluate(_expanded!.Expression, input);
        if (results.Count == 0)
        {
            WriteError(new ErrorRecord(
                new PSArgumentException($"Property \"{ExpandProperty}\" cannot be found."),
                "ExpandPropertyNotFound", ErrorCategory.InvalidArgument, input));
            return;
        }

        foreach (var result in results)
        {
            if (result.Exception is not null)
            {
                WriteError(new ErrorRecord(result.Exception, "PropertyEvaluationExpand", ErrorCategory.InvalidResult, input));
                continue;
            }

            var values = LanguagePrimitives.GetEnumerable(result.Result);
            foreach (var value in values ?? new[] { result.Result })
            {
                if (value is null)
                {
                    if (values is null && _properties.Length == 0)
                    {
                        WriteObject(null);
                    }

                    continue;
                }

                var item = PSObject.AsPSObject(value);
                if (_properties.Length > 0)
                {
                    item = item.Copy();
                    AddProperties(item, input);
                }

                Output(item);
            }
        }
    }

    private static List<PSPropertyExpressionResult> Evaluate(PSPropertyExpression expression, PSObject input)
    {
        // Keys of a dictionary can be selected by name as if they were properties.
        if (input.BaseObject is System.Collections.IDictionary table && expression.Script is null)
        {
            var shadow = new PSObject(table);
            foreach (var key in table.Keys.OfType<string>().Where(key => shadow.Properties[key] is null))
            {
                shadow.Properties.Add(new PSNoteProperty(key, table[key]));
            }

            return expression.GetValues(shadow);
        }

        return expression.GetValues(input);
    }

    private void Output(PSObject item)
    {
        if (!Unique)
        {
            WriteObject(item);
        }
        else if (!_unique.Exists(other => AreSame(other, item)))
        {
            _unique.Add(item);
        }
    }

    private bool AreSame(PSObject first, PSObject second)
    {
        var comparer = new ValueComparer(CaseInsensitive, CultureInfo.CurrentCulture);
        if (first.BaseObject is not PSCustomObject || second.BaseObject is not PSCustomObject)
        {
            return comparer.Compare(first, second) == 0;
        }

        var others = second.Properties.ToDictionary(p => p.Name, p => p.Value, StringComparer.OrdinalIgnoreCase);
        var mine = first.Properties.ToArray();
        return mine.Length == others.Count
            && Array.TrueForAll(mine, p => others.TryGetValue(p.Name, out var value) && comparer.Compare(p.Value, value) == 0);
    }
}
