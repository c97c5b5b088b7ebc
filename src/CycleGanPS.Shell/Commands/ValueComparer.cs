using System.Globalization;
using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Compares values as the language does; what it cannot compare, by text.</summary>
internal sealed class ValueComparer(bool ignoreCase, CultureInfo culture) : IComparer<object?>
{
    public int Compare(object? first, object? second)
    {
        first = Unwrap(first);
        second = Unwrap(second);
        if (LanguagePrimitives.TryCompare(first, second, ignoreCase, culture, out var result))
        {
            return result;
        }

        var options = ignoreCase ? CompareOptions.IgnoreCase : CompareOptions.None;
        return culture.CompareInfo.Compare(
            PSObject.AsPSObject(first).ToString(), PSObject.AsPSObject(second).ToString(), options);
    }

    private static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } o ? o.BaseObject : value;
}
