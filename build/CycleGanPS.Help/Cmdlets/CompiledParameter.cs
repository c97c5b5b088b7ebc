using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace CycleGanPS.Help.Cmdlets;

/// <summary>What a compiled cmdlet says of one of its parameters.</summary>
public sealed class CompiledParameter
{
    /// <param name="property">The parameter.</param>
    /// <param name="value">What it holds in a cmdlet that was just made.</param>
    public CompiledParameter(PropertyInfo property, object? value)
        : this(
            property.Name,
            property.PropertyType,
            [.. property.GetCustomAttributes<ParameterAttribute>()],
            [.. property.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []])
    {
        Globbing = property.IsDefined(typeof(SupportsWildcardsAttribute));
        Choices = property.GetCustomAttribute<ValidateSetAttribute>()?.ValidValues is { } valid ? [.. valid]
            : Type.IsEnum ? Enum.GetNames(Type)
            : [];
        Default = IsSwitch ? "False"
            : value is null || Sets.All(set => set.Mandatory) ? "None"
            : value is "" ? "(empty)"
            : value is Array values ? string.Join(", ", values.Cast<object>().Select(Text))
            : Text(value);
    }

    private CompiledParameter(string name, Type type, IReadOnlyList<ParameterAttribute> sets, IReadOnlyList<string> aliases)
    {
        Name = name;
        Type = Nullable.GetUnderlyingType(type) ?? type;
        Sets = sets;
        Aliases = aliases;
    }

    /// <summary>What the engine adds to a cmdlet that supports ShouldProcess.</summary>
    public static IReadOnlyList<CompiledParameter> ShouldProcess { get; } =
    [
        new("WhatIf", typeof(SwitchParameter), [new ParameterAttribute()], ["wi"]),
        new("Confirm", typeof(SwitchParameter), [new ParameterAttribute()], ["cf"]),
    ];

    public string Name { get; }

    /// <summary>The type of its values; of a nullable one what it holds.</summary>
    public Type Type { get; }

    /// <summary>One for each parameter set that it says something of.</summary>
    public IReadOnlyList<ParameterAttribute> Sets { get; }

    public IReadOnlyList<string> Aliases { get; }

    public bool IsSwitch => Type == typeof(SwitchParameter);

    /// <summary>Wildcards are allowed.</summary>
    public bool Globbing { get; }

    /// <summary>The values, where they are few and known.</summary>
    public IReadOnlyList<string> Choices { get; } = [];

    /// <summary>The value where the parameter is not given, as help shows it.</summary>
    public string Default { get; } = "False";

    /// <summary>What holds for the parameter in a set; null where it is not in the set.</summary>
    public ParameterAttribute? In(string set) =>
        Sets.FirstOrDefault(own => own.ParameterSetName == set)
        ?? Sets.FirstOrDefault(own => own.ParameterSetName == ParameterAttribute.AllParameterSets);

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
