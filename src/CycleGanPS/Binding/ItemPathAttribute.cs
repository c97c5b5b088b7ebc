using System.Collections;
using System.Management.Automation;

namespace CycleGanPS.Binding;

/// <summary>
/// Lets a parameter that takes paths take objects, too, by the path that they stand for: files, folders, locations, runs, and what
/// cmdlets of this module have made.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemPathAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IList list ? list.Cast<object?>().Select(PathOf).ToArray() : PathOf(inputData);

    /// <summary>The path that an object stands for, or the object where it stands for none.</summary>
    internal static object? PathOf(object? given) => (given is PSObject wrapped ? wrapped.BaseObject : given) switch
    {
        null or string => given,
        FileSystemInfo file => file.FullName,
        PathInfo location => location.Provider.Name == "FileSystem" ? location.ProviderPath : location.Path,
        var other => PSObject.AsPSObject(other).Properties["FullName"]?.Value as string ?? given,
    };
}
