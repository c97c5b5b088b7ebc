using System.Management.Automation;
using System.Reflection;

namespace CycleGanPS.Help.Cmdlets;

/// <summary>What a compiled cmdlet says of itself.</summary>
public sealed class CompiledCmdlet
{
    private readonly CmdletAttribute _cmdlet;

    public CompiledCmdlet(Type type)
    {
        _cmdlet = type.GetCustomAttribute<CmdletAttribute>()!;
        Aliases = [.. type.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []];
        Outputs = [.. type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(output => output.Type).Select(output => output.Type)];
        var instance = Activator.CreateInstance(type)!;
        Parameters =
        [
            .. type.GetProperties().Where(property => property.IsDefined(typeof(ParameterAttribute)))
                .Select(property => new CompiledParameter(property, property.GetValue(instance))),
            .. _cmdlet.SupportsShouldProcess ? CompiledParameter.ShouldProcess : [],
        ];
        (instance as IDisposable)?.Dispose();
    }

    public string Name => $"{Verb}-{Noun}";

    public string Verb => _cmdlet.VerbName;

    public string Noun => _cmdlet.NounName;

    public IReadOnlyList<string> Aliases { get; }

    public IReadOnlyList<Type> Outputs { get; }

    /// <summary>The cmdlet's own parameters, without the common ones, but with WhatIf and Confirm where it has them.</summary>
    public IReadOnlyList<CompiledParameter> Parameters { get; }

    /// <summary>The names of the parameter sets, the default one first.</summary>
    public IReadOnlyList<string> ParameterSets
    {
        get
        {
            string[] named = [.. Parameters.SelectMany(parameter => parameter.Sets).Select(set => set.ParameterSetName)
                .Where(name => name != ParameterAttribute.AllParameterSets).Distinct()
                .OrderByDescending(name => name == _cmdlet.DefaultParameterSetName)];
            return named.Length > 0 ? named : [ParameterAttribute.AllParameterSets];
        }
    }

    /// <summary>Whether the cmdlet can be called with a parameter of this name or alias.</summary>
    public bool Takes(string parameter) =>
        Cmdlet.CommonParameters.Contains(parameter)
        || Parameters.Any(own => own.Aliases.Append(own.Name).Contains(parameter, StringComparer.OrdinalIgnoreCase));
}
