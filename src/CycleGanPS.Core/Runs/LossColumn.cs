using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;

namespace CycleGanPS.Core.Runs;

/// <summary>A column of the loss log: a property of <see cref="LossRecord"/>, with what its attributes say of it.</summary>
internal sealed class LossColumn
{
    private static readonly FrozenDictionary<string, LossColumn> ByName;

    private readonly PropertyInfo _property;
    private readonly Type _type;

    static LossColumn()
    {
        // All that is logged is a number; what is text says whose the record is.
        All = [.. typeof(LossRecord).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.PropertyType != typeof(string))
            .Select(property => new LossColumn(property))];
        Measured = [.. All.Where(column => column._property.IsDefined(typeof(LossAttribute)))];
        ByName = All.ToFrozenDictionary(column => column.Name);
    }

    private LossColumn(PropertyInfo property)
    {
        _property = property;
        IsOptional = Nullable.GetUnderlyingType(property.PropertyType) is not null;
        _type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        Curves = [.. property.GetCustomAttributes<LossCurveAttribute>()];
    }

    /// <summary>All columns in the order of the log.</summary>
    public static IReadOnlyList<LossColumn> All { get; }

    /// <summary>Those that training measures.</summary>
    public static IReadOnlyList<LossColumn> Measured { get; }

    public string Name => _property.Name;

    /// <summary>Empty with some objectives, and missing in logs that are older than the column.</summary>
    public bool IsOptional { get; }

    /// <summary>Where the figure shows it.</summary>
    public IReadOnlyList<LossCurveAttribute> Curves { get; }

    /// <summary>The record with these values, by the names of their columns. What is not among them is 0, or empty.</summary>
    public static LossRecord Record(IReadOnlyDictionary<string, double> values)
    {
        // By reflection, since the properties that are required are not known one by one here.
        var record = Activator.CreateInstance<LossRecord>();
        foreach (var (name, value) in values)
        {
            var column = ByName[name];
            column._property.SetValue(record, column.Convert(value));
        }

        return record;
    }

    /// <summary>A record with other values in some columns.</summary>
    public static LossRecord Change(LossRecord record, params ReadOnlySpan<(string Column, double Value)> changes)
    {
        var values = new Dictionary<string, double>();
        foreach (var column in All)
        {
            if (column.Value(record) is { } value)
            {
                values[column.Name] = value;
            }
        }

        foreach (var (column, value) in changes)
        {
            values[column] = value;
        }

        return Record(values);
    }

    /// <summary>The number in a record, or null where there is none.</summary>
    public double? Value(LossRecord record) => _property.GetValue(record) is { } value ? System.Convert.ToDouble(value, CultureInfo.InvariantCulture) : null;

    /// <summary>The number as the log has it, in invariant format.</summary>
    public string? Text(LossRecord record) => ((IFormattable?)_property.GetValue(record))?.ToString(null, CultureInfo.InvariantCulture);

    // A damaged log may hold any number, which a cast takes.
    private object Convert(double value)
    {
        if (_type == typeof(int))
        {
            return (int)value;
        }

        return _type == typeof(long) ? (object)(long)value : value;
    }
}
