using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Gets the members of objects, once for each type.</summary>
[Cmdlet(VerbsCommon.Get, "Member")]
[OutputType(typeof(MemberDefinition))]
public sealed class GetMemberCommand : PSCmdlet
{
    private readonly HashSet<string> _seen = [];
    private bool _any;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    [Alias("Type")]
    public PSMemberTypes MemberType { get; set; } = PSMemberTypes.All;

    [Parameter]
    public SwitchParameter Static { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        _any = true;
        var target = Static ? new PSObject(InputObject.BaseObject as Type ?? InputObject.BaseObject.GetType()) : InputObject;
        var typeName = Static ? ((Type)target.BaseObject).FullName! : target.TypeNames[0];
        if (!_seen.Add(typeName))
        {
            return;
        }

        var patterns = Array.ConvertAll(Name, name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase));
        var members = (Static ? StaticMembers((Type)target.BaseObject) : Members(target, typeName))
            .Where(m => (m.MemberType & MemberType) != 0 && Array.Exists(patterns, p => p.IsMatch(m.Name)))
            .OrderBy(m => m.MemberType.ToString(), StringComparer.Ordinal).ThenBy(m => m.Name, StringComparer.OrdinalIgnoreCase);
        WriteObject(members, enumerateCollection: true);
    }

    protected override void EndProcessing()
    {
        if (!_any)
        {
            WriteError(new ErrorRecord(
                new InvalidOperationException("You must specify an object for the Get-Member cmdlet."),
                "NoObjectInGetMember", ErrorCategory.CloseError, null));
        }
    }

    private IEnumerable<MemberDefinition> Members(PSObject target, string typeName) => target.Members
        .Where(m => Force || !(m.MemberType == PSMemberTypes.Method && (m.Name.StartsWith("get_", StringComparison.Ordinal)
            || m.Name.StartsWith("set_", StringComparison.Ordinal) || m.Name.StartsWith("add_", StringComparison.Ordinal)
            || m.Name.StartsWith("remove_", StringComparison.Ordinal) || m.Name.StartsWith("op_", StringComparison.Ordinal))))
        .Where(m => Force || m.MemberType is not (PSMemberTypes.MemberSet or PSMemberTypes.CodeMethod or PSMemberTypes.InferredProperty))
        .Select(m => new MemberDefinition(typeName, m.Name, m.MemberType, m.ToString() ?? ""));

    private static IEnumerable<MemberDefinition> StaticMembers(Type type)
    {
        const System.Reflection.BindingFlags flags = System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public;
        foreach (var group in type.GetMethods(flags).Where(m => !m.IsSpecialName).GroupBy(m => m.Name))
        {
            yield return new MemberDefinition(
                type.FullName!, group.Key, PSMemberTypes.Method, string.Join(", ", group.Select(m => "static " + m)));
        }

        foreach (var member in type.GetMembers(flags).Where(m => m is System.Reflection.PropertyInfo or System.Reflection.FieldInfo))
        {
            yield return new MemberDefinition(type.FullName!, member.Name, PSMemberTypes.Property, "static " + member);
        }
    }
}
