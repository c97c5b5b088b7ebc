using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Lists what is in a container.</summary>
[Cmdlet(VerbsCommon.Get, "ChildItem", DefaultParameterSetName = "Items")]
public sealed class GetChildItemCommand : ItemCommand
{
    [Parameter(Position = 0, ParameterSetName = "Items", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[]? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "LiteralItems", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[]? LiteralPath { get; set; }

    [Parameter(Position = 1)]
    public string? Filter { get; set; }

    [Parameter]
    public string[]? Include { get; set; }

    [Parameter]
    public string[]? Exclude { get; set; }

    [Parameter]
    [Alias("s")]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public uint Depth { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter Name { get; set; }

    [Parameter]
    [Alias("ad")]
    public SwitchParameter Directory { get; set; }

    [Parameter]
    [Alias("af")]
    public SwitchParameter File { get; set; }

    [Parameter]
    [Alias("ah", "h")]
    public SwitchParameter Hidden { get; set; }

    protected override void ProcessRecord()
    {
        var literal = LiteralPath is not null;
        foreach (var path in LiteralPath ?? Path ?? [""])
        {
            Try(path, () => List(path.Length == 0 ? "." : path, literal));
        }
    }

    private void List(string path, bool literal)
    {
        var depth = MyInvocation.BoundParameters.ContainsKey(nameof(Depth));
        var recurse = Recurse || depth;
        var filter = new ItemFilter(Filter, Include, Exclude);
        // A pattern that is looked for below: the folder is gone through, and the names are matched.
        if (!literal && recurse && WildcardPattern.ContainsWildcardCharacters(path)
            && WildcardPattern.ContainsWildcardCharacters(SessionState.Path.ParseChildName(path)))
        {
            filter = new ItemFilter(Filter, [SessionState.Path.ParseChildName(path), .. Include ?? []], Exclude);
            path = SessionState.Path.ParseParent(path, "");
            path = path.Length == 0 ? "." : path;
        }
        else if (!recurse && Include is not null && !literal && !WildcardPattern.ContainsWildcardCharacters(path))
        {
            // As in PowerShell, -Include is matched against the path itself unless that ends in a wildcard.
            foreach (var item in InvokeProvider.Item.Get([path], Force, literal).Where(filter.Keeps))
            {
                foreach (var child in InvokeProvider.ChildItem.Get([path], false, 0, Force || Hidden, literal).Where(IsAskedFor))
                {
                    Write(child, path);
                }
            }

            return;
        }

        foreach (var item in InvokeProvider.ChildItem.Get(
            [path], recurse, depth ? Depth : uint.MaxValue, Force || Hidden, literal))
        {
            if (IsAskedFor(item) && filter.Keeps(item))
            {
                Write(item, path);
            }
        }
    }

    private bool IsAskedFor(PSObject item)
    {
        var isContainer = LanguagePrimitives.IsTrue(item.Properties["PSIsContainer"]?.Value);
        return !(File && !Directory && isContainer)
            && !(Directory && !File && !isContainer)
            && !(Hidden && item.BaseObject is FileSystemInfo info && !info.Attributes.HasFlag(FileAttributes.Hidden));
    }

    private void Write(PSObject item, string path)
    {
        if (!Name)
        {
            WriteObject(item);
        }
        else if (item.BaseObject is FileSystemInfo info && !WildcardPattern.ContainsWildcardCharacters(path))
        {
            WriteObject(System.IO.Path.GetRelativePath(SessionState.Path.GetUnresolvedProviderPathFromPSPath(path), info.FullName));
        }
        else
        {
            WriteObject(item.Properties["PSChildName"]?.Value);
        }
    }
}
