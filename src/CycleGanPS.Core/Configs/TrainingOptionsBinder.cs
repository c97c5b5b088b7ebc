using System.Globalization;
using System.Reflection;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Core.Configs;

/// <summary>Turns the entries of a config into <see cref="TrainingOptions"/>, and reports all its faults at once.</summary>
internal static class TrainingOptionsBinder
{
    /// <summary>Binds and validates.</summary>
    /// <param name="entries">The keys and values as written.</param>
    /// <param name="baseFolder">Absolute folder that relative folders of the config are relative to.</param>
    /// <param name="source">What to call the config in errors, such as its path.</param>
    /// <exception cref="CycleGanException">Any fault; the message lists all of them with key, value and line.</exception>
    public static TrainingOptions Bind(IReadOnlyList<ConfigEntry> entries, string baseFolder, string source)
    {
        // Who gives a decay wants averages, unless the switch says otherwise.
        var options = new TrainingOptions { AverageGenerators = IsGiven(entries, nameof(TrainingOptions.AverageDecay)) }.WithObjective(KindOf(entries));
        var faults = new List<ConfigFault>();
        var lines = new Dictionary<string, int?>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            if (IsChannels(entry))
            {
                lines[nameof(TrainingOptions.Channels)] = entry.Line;
                faults.AddRange(CheckChannels(entry.Value));
                continue;
            }

            if (ConfigSchema.Find(entry.Key) is not { } key)
            {
                var hint = ConfigSchema.Nearest(entry.Key) is { } nearest
                    ? $"; did you mean {nearest}?"
                    : $"; the keys are {string.Join(", ", ConfigSchema.Keys.Select(known => known.Name))}.";
                faults.Add(new ConfigFault(entry.Key, $"is not a key{hint}"));
                lines[entry.Key] = entry.Line;
                continue;
            }

            lines[key.Name] = entry.Line;
            if (entry.Fault is not null)
            {
                faults.Add(new ConfigFault(key.Name, entry.Fault));
            }
            else if (TryConvert(key, entry.Value, baseFolder, out var value, out var expected))
            {
                key.SetValue(options, value);
            }
            else
            {
                faults.Add(new ConfigFault(key.Name, $"is {Show(entry.Value)}, but must be {expected}."));
            }
        }

        options = ResolveFolders(options);
        // A key whose value could not be read still has its default here, so it cannot be reported twice.
        faults.AddRange(TrainingOptionsValidator.Validate(options));
        if (faults.Count > 0)
        {
            var list = faults.Select(fault => lines.TryGetValue(fault.Key, out var line) && line is not null
                ? $"line {line}: {fault.Key} {fault.Message}"
                : $"{fault.Key} {fault.Message}");
            throw new CycleGanException(FaultKind.InvalidConfig, $"The config {source} cannot be used: {string.Join(" ", list)}", faults[0].Key);
        }

        return options;
    }

    // Configs of earlier versions state it, with the one value it ever could have.
    private static bool IsChannels(ConfigEntry entry) => entry.Key.Equals(nameof(TrainingOptions.Channels), StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<ConfigFault> CheckChannels(object? given) => AsNumber(given) switch
    {
        TrainingOptions.Channels => [],
        { } number when number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue =>
            [new(nameof(TrainingOptions.Channels), $"is {Show(given)}, but must be {TrainingOptions.Channels}: images are read as RGB.")],
        _ => [new(nameof(TrainingOptions.Channels), $"is {Show(given)}, but must be a whole number up to {int.MaxValue}.")],
    };

    // The objective decides the defaults of other keys, wherever it stands among them.
    private static AdversarialLossKind KindOf(IReadOnlyList<ConfigEntry> entries)
    {
        var given = entries.LastOrDefault(entry => ConfigSchema.Find(entry.Key)?.Name == nameof(TrainingOptions.AdversarialLoss));
        return TryConvert(ConfigSchema.Find(nameof(TrainingOptions.AdversarialLoss))!, given?.Value, "", out var value, out _)
            ? (AdversarialLossKind)value!
            : new TrainingOptions().AdversarialLoss;
    }

    private static bool IsGiven(IReadOnlyList<ConfigEntry> entries, string key) => entries.Any(entry => ConfigSchema.Find(entry.Key)?.Name == key);

    private static TrainingOptions ResolveFolders(TrainingOptions options)
    {
        if (options.DataRoot is not { } root)
        {
            return options;
        }

        string? IfThere(string name) => Directory.Exists(Path.Combine(root, name)) ? Path.Combine(root, name) : null;
        return options with
        {
            TrainA = options.TrainA ?? Path.Combine(root, "trainA"),
            TrainB = options.TrainB ?? Path.Combine(root, "trainB"),
            TestA = options.TestA ?? IfThere("testA"),
            TestB = options.TestB ?? IfThere("testB"),
        };
    }

    private static bool TryConvert(PropertyInfo key, object? given, string baseFolder, out object? value, out string expected)
    {
        var type = Nullable.GetUnderlyingType(key.PropertyType) ?? key.PropertyType;
        value = null;
        if (type == typeof(string))
        {
            expected = "text: a path";
            if (given is not string { Length: > 0 } path)
            {
                return false;
            }

            value = Path.GetFullPath(path, baseFolder);
            return true;
        }

        if (type.IsEnum)
        {
            expected = $"one of {string.Join(", ", Enum.GetNames(type))}";
            return given is string name && !int.TryParse(name, out _) && Enum.TryParse(type, name, ignoreCase: true, out value);
        }

        if (type == typeof(bool))
        {
            expected = "$true or $false";
            value = given as bool?;
            return value is not null;
        }

        if (type == typeof(int))
        {
            expected = $"a whole number up to {int.MaxValue}";
            var number = AsNumber(given);
            if (number is null || number != Math.Floor(number.Value) || Math.Abs(number.Value) > int.MaxValue)
            {
                return false;
            }

            value = (int)number.Value;
            return true;
        }

        expected = "a number";
        value = AsNumber(given);
        return value is double real && double.IsFinite(real);
    }

    private static double? AsNumber(object? value) => value switch
    {
        int or long or short or byte or uint or ulong or float or double or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string Show(object? value) => value switch
    {
        null => "empty",
        string text => $"'{text}'",
        bool truth => truth ? "$true" : "$false",
        System.Collections.IDictionary => "a table",
        System.Collections.IEnumerable => "a list",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
