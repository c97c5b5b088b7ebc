using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using CycleGanPS.Core.Configs;
using CycleGanPS.Core.Options;

namespace CycleGanPS.Binding.Completion;

/// <summary>Completes a key of the config to a table with it and its default, which is then changed; the tooltip says what it does.</summary>
public sealed class ConfigKeyCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        return ConfigSchema.Keys
            .Where(key => key.Name.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase))
            .Select(key => new CompletionResult(
                $"@{{ {ConfigWriter.Assignment(key)} }}", key.Name, CompletionResultType.ParameterValue, ConfigSchema.Describe(key).Description));
    }
}
