using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Gets aliases by their name or by what they stand for.</summary>
[Cmdlet(VerbsCommon.Get, "Alias", DefaultParameterSetName = "Default")]
[OutputType(typeof(AliasInfo))]
public sealed class GetAliasCommand : PSCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Default", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = ["*"];

    [Parameter(ParameterSetName = "Definition")]
    public string[]? Definition { get; set; }

    protected override void ProcessRecord()
    {
        var all = SessionState.InvokeCommand.GetCommands("*", CommandTypes.Alias, nameIsPattern: true)
            .OfType<AliasInfo>().OrderBy(alias => alias.Name, StringComparer.OrdinalIgnoreCase).ToArray();
        foreach (var wanted in Definition ?? Name)
        {
            var pattern = WildcardPattern.Get(wanted, WildcardOptions.IgnoreCase);
            var found = Array.FindAll(all, alias => pattern.IsMatch(Definition is null ? alias.Name : alias.Definition));
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(wanted))
            {
                var what = Definition is null ? "name" : "definition";
                WriteError(new ErrorRecord(
                    new ItemNotFoundException($"This command cannot find a matching alias because an alias with the {what} '{wanted}' does not exist."),
                    "ItemNotFoundException", ErrorCategory.ObjectNotFound, wanted));
            }

            WriteObject(found, enumerateCollection: true);
        }
    }
}
