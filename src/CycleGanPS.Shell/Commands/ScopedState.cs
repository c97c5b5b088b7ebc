using System.Management.Automation;
using System.Reflection;

namespace CycleGanPS.Shell.Commands;

/// <summary>Variables and aliases of a scope that is named or counted; the engine has it, but not in public.</summary>
internal sealed class ScopedState(SessionState state)
{
    private static readonly PropertyInfo _internal = typeof(SessionState).GetProperty(
        "Internal", BindingFlags.Instance | BindingFlags.NonPublic)!;

    private readonly object _state = _internal.GetValue(state)!;

    public IEnumerable<PSVariable> Variables(string? scope) =>
        ((IDictionary<string, PSVariable>)(scope is null ? Call("GetVariableTable") : Call("GetVariableTableAtScope", scope))!).Values;

    public PSVariable? Variable(string name, string? scope) => scope is null
        ? state.PSVariable.Get(name)
        : (PSVariable?)Call("GetVariableAtScope", name, scope);

    public void Set(PSVariable variable, string? scope, bool force) =>
        Call("SetVariableAtScope", variable, scope ?? "Local", force, CommandOrigin.Internal);

    public void Remove(PSVariable variable, string? scope, bool force)
    {
        if (scope is null)
        {
            Call("RemoveVariable", variable, force);
        }
        else
        {
            Call("RemoveVariableAtScope", variable, scope, force);
        }
    }

    public AliasInfo SetAlias(string name, string value, ScopedItemOptions options, string? scope, bool force)
    {
        var context = _state.GetType().GetProperty("ExecutionContext", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(_state);
        var alias = Activator.CreateInstance(
            typeof(AliasInfo), BindingFlags.Instance | BindingFlags.NonPublic, null, [name, value, context, options], null)!;
        return (AliasInfo)Call("SetAliasItemAtScope", alias, scope ?? "Local", force, CommandOrigin.Internal)!;
    }

    private object? Call(string method, params object?[] arguments)
    {
        var found = _state.GetType().GetMethods(BindingFlags.Instance | BindingFlags.NonPublic)
            .First(m => m.Name == method && Fits(m.GetParameters(), arguments));
        try
        {
            return found.Invoke(_state, arguments);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } inner)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }

    private static bool Fits(ParameterInfo[] parameters, object?[] arguments) =>
        parameters.Length == arguments.Length
        && !parameters.Where((p, i) => arguments[i] is { } argument && !p.ParameterType.IsInstanceOfType(argument)).Any();
}
