using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace CycleGanPS.Help.Cmdlets;

/// <summary>The compiled cmdlets. Loading them runs nothing but their constructors, which tell the parameters' defaults.</summary>
public sealed class CompiledModule
{
    private readonly Dictionary<string, CompiledCmdlet> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Type> _types = [];

    /// <param name="assembly">CycleGanPS.dll in the assembled module; what it depends on lies in lib/ beside it.</param>
    public CompiledModule(string assembly)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(assembly))!;
        AssemblyLoadContext.Default.Resolving += (context, name) =>
        {
            string[] places = [Path.Combine(folder, name.Name + ".dll"), Path.Combine(folder, "lib", name.Name + ".dll")];
            return Array.Find(places, File.Exists) is { } found ? context.LoadFromAssemblyPath(found) : null;
        };
        var loaded = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(assembly));
        _types.AddRange(loaded.GetExportedTypes());
        _types.AddRange(loaded.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("CycleGanPS.", StringComparison.Ordinal))
            .SelectMany(name => AssemblyLoadContext.Default.LoadFromAssemblyName(name).GetExportedTypes()));
        Cmdlets = [.. loaded.GetExportedTypes().Where(type => !type.IsAbstract && type.IsDefined(typeof(CmdletAttribute)))
            .Select(type => new CompiledCmdlet(type)).OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];
        foreach (var cmdlet in Cmdlets)
        {
            foreach (var name in cmdlet.Aliases.Append(cmdlet.Name))
            {
                _byName.Add(name, cmdlet);
            }
        }
    }

    public IReadOnlyList<CompiledCmdlet> Cmdlets { get; }

    /// <summary>The cmdlet of a name or an alias.</summary>
    public CompiledCmdlet? Find(string? name) => name is null ? null : _byName.GetValueOrDefault(name);

    /// <summary>The type that a page means: one of the module's by its name alone, since rooms may move, another by its full name.</summary>
    public Type? FindType(string name) => _types.Find(type => type.Name == name) ?? Type.GetType(name) ?? typeof(PSObject).Assembly.GetType(name);
}
