using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using CycleGanPS.Core;
using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Options;

namespace CycleGanPS;

/// <summary>
/// Reads a config: a PowerShell data file, which is parsed and never run, or a hashtable. What only the session knows, its home
/// folder and its drives, and what PowerShell has types of its own for, is put into plain values here.
/// </summary>
internal static class ConfigFile
{
    // A config is a page of text; whatever is larger was given by mistake.
    private const long MostBytes = 1 << 20;

    private const string ScriptRoot = "PSScriptRoot";

    /// <summary>The options in a data file; relative folders are relative to it.</summary>
    /// <exception cref="CycleGanException">The file is missing, no data file, or its values cannot be used.</exception>
    public static TrainingOptions ReadConfig(this PSCmdlet cmdlet, string path) => cmdlet.ReadConfig(path, null);

    /// <summary>The same with some keys changed.</summary>
    /// <param name="changes">Those keys, if any: see <see cref="Changed"/>.</param>
    public static TrainingOptions ReadConfig(this PSCmdlet cmdlet, string path, IDictionary? changes)
    {
        if (!File.Exists(path))
        {
            var hint = Directory.Exists(path) ? " It is a folder; to go on with a run in it add -Resume." : " New-CycleGanConfig writes one.";
            throw new CycleGanException(FaultKind.PathNotFound, $"There is no config file {path}.{hint}", path);
        }

        if (FileStatus.Of(path) is { Nature: not FileNature.File } other)
        {
            throw NotAConfig(path, $"it is a {other.Nature.ToString().ToLowerInvariant()}, not a file");
        }

        if (RegularFile.LengthOf(path) > MostBytes)
        {
            throw NotAConfig(path, "it is far too large");
        }

        var entries = Parse(path).Select(entry => Plain(cmdlet, entry));
        return TrainingOptionsBinder.Bind(Changed(cmdlet, entries, changes), Path.GetDirectoryName(path)!, changes is null ? path : $"{path} with -Set");
    }

    /// <summary>The options in a hashtable; relative folders are relative to <paramref name="baseFolder"/>.</summary>
    public static TrainingOptions ReadConfig(this PSCmdlet cmdlet, IDictionary table, string baseFolder, IDictionary? changes) =>
        TrainingOptionsBinder.Bind(Changed(cmdlet, Entries(cmdlet, table), changes), baseFolder, "given as a hashtable");

    private static IEnumerable<ConfigEntry> Entries(PSCmdlet cmdlet, IDictionary table) =>
        table.Cast<DictionaryEntry>().Select(entry => Plain(cmdlet, new ConfigEntry(entry.Key.ToString() ?? "", entry.Value)));

    // A key that is set to nothing is as one that is not given. Folders are those of who types them here, whatever the config's begin at.
    private static List<ConfigEntry> Changed(PSCmdlet cmdlet, IEnumerable<ConfigEntry> entries, IDictionary? changes)
    {
        var changed = Entries(cmdlet, changes ?? new Hashtable()).ToDictionary(entry => entry.Key, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. entries.Where(entry => !changed.ContainsKey(entry.Key)),
            .. changed.Values.Where(entry => entry.Value is not null).Select(entry =>
                IsPath(entry.Key) && entry is { Value: string { Length: > 0 } path, Fault: null } ? entry with { Value = cmdlet.FileSystemPath(path) } : entry),
        ];
    }

    private static bool IsPath(string key) => ConfigSchema.Find(key) is { } known && ConfigSchema.Describe(known).IsPath;

    private static List<ConfigEntry> Parse(string path)
    {
        var script = Parser.ParseFile(path, out _, out var errors);
        if (errors.Length > 0)
        {
            throw NotAConfig(path, $"line {errors[0].Extent.StartLineNumber}: {errors[0].Message}");
        }

        if (script.EndBlock?.Statements is not [PipelineAst { PipelineElements: [CommandExpressionAst { Expression: HashtableAst table }] }]
            || script.ParamBlock is not null || script.BeginBlock is not null || script.ProcessBlock is not null)
        {
            throw NotAConfig(path, "a config is one table, @{ Key = value … }, and nothing else");
        }

        return [.. table.KeyValuePairs.Select(pair => new ConfigEntry(
            Constant(pair.Item1, path)?.ToString() ?? "",
            Constant(pair.Item2, path),
            pair.Item1.Extent.StartLineNumber))];
    }

    private static object? Constant(Ast ast, string path)
    {
        try
        {
            var expression = ast is PipelineAst { PipelineElements: [CommandExpressionAst element] } ? element.Expression : ast;
            return BesideFile(expression, path) ?? expression.SafeGetValue();
        }
        catch (Exception fault) when (fault is InvalidOperationException or RuntimeException)
        {
            throw NotAConfig(path, $"line {ast.Extent.StartLineNumber}: '{ast.Extent.Text}' is code, and a config holds constant values only; nothing was run");
        }
    }

    // The one variable that is constant for a file: the folder that it lies in, alone or in a text.
    private static string? BesideFile(Ast expression, string path)
    {
        static bool IsRoot(Ast ast) =>
            ast is VariableExpressionAst { VariablePath.UserPath: var name } && name.Equals(ScriptRoot, StringComparison.OrdinalIgnoreCase);
        var folder = Path.GetDirectoryName(path);
        return IsRoot(expression) ? folder
            : expression is ExpandableStringExpressionAst text && text.NestedExpressions.All(IsRoot)
                ? text.NestedExpressions.Select(part => part.Extent.Text).Distinct().Aggregate(text.Value, (value, part) => value.Replace(part, folder))
                : null;
    }

    private static ConfigEntry Plain(PSCmdlet cmdlet, ConfigEntry entry)
    {
        var key = ConfigSchema.Find(entry.Key);
        var value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
        if (IsPath(entry.Key) && ItemPathAttribute.PathOf(entry.Value) is string path)
        {
            try
            {
                return entry with { Value = cmdlet.ConfigPath(path) };
            }
            catch (CycleGanException fault)
            {
                return entry with { Fault = $"is '{path}', which is of no use: {fault.Message}" };
            }
        }

        return entry with
        {
            Value = value switch
            {
                SwitchParameter isPresent => isPresent.ToBool(),
                Enum choice => choice.ToString(),
                string text when key is not null && IsNumber(key)
                    && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
                _ => value,
            },
        };
    }

    private static bool IsNumber(PropertyInfo key) =>
        (Nullable.GetUnderlyingType(key.PropertyType) ?? key.PropertyType) is var type && (type == typeof(int) || type == typeof(double));

    private static CycleGanException NotAConfig(string path, string why) =>
        new(FaultKind.InvalidConfig, $"{path} is not a config: {why}.", path);
}
