using System.Management.Automation;
using System.Reflection;

namespace CycleGanPS.Shell.Commands;

/// <summary>Keeps a member type from being taken for the name of a property, so that the binder tries the other parameter set.</summary>
internal sealed class NotMemberTypeAttribute : ValidateArgumentsAttribute
{
    // Only an exception that the binder swallows lets it go on; the engine keeps that constructor to itself.
    private static readonly ConstructorInfo? _swallowed = typeof(ValidationMetadataException).GetConstructor(
        BindingFlags.Instance | BindingFlags.NonPublic, [typeof(string), typeof(bool)]);

    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is string name && LanguagePrimitives.TryConvertTo<PSMemberTypes>(name, out _))
        {
            var message = $"'{name}' is a type of member: name the property otherwise.";
            throw (Exception?)_swallowed?.Invoke([message, true]) ?? new ValidationMetadataException(message);
        }
    }
}
