using System.Collections;
using System.Management.Automation;

namespace CycleGanPS.Shell.Commands;

/// <summary>Makes an object of a .NET type.</summary>
[Cmdlet(VerbsCommon.New, "Object", DefaultParameterSetName = "Net")]
public sealed class NewObjectCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)]
    public string TypeName { get; set; } = "";

    [Parameter(Position = 1)]
    [Alias("Args")]
    public object?[] ArgumentList { get; set; } = [];

    [Parameter]
    public IDictionary? Property { get; set; }

    protected override void BeginProcessing()
    {
        if (!LanguagePrimitives.TryConvertTo<Type>(TypeName, out var type))
        {
            ThrowTerminatingError(new ErrorRecord(
                new PSArgumentException($"Cannot find type [{TypeName}]: verify that the assembly containing this type is loaded."),
                "TypeNotFound", ErrorCategory.InvalidType, null));
        }

        var made = PSObject.AsPSObject(type == typeof(PSObject) || type == typeof(PSCustomObject) ? new PSObject() : Make(type!));
        foreach (DictionaryEntry entry in Property ?? new Hashtable())
        {
            var name = LanguagePrimitives.ConvertTo<string>(entry.Key);
            if (made.BaseObject is PSCustomObject)
            {
                made.Properties.Add(new PSNoteProperty(name, entry.Value));
            }
            else if (made.Properties[name] is { } property)
            {
                property.Value = entry.Value;
            }
            else
            {
                WriteError(new ErrorRecord(
                    new InvalidOperationException($"The member \"{name}\" was not found for the specified {type} object."),
                    "InvalidOperationException", ErrorCategory.InvalidOperation, made));
            }
        }

        WriteObject(made);
    }

    private object Make(Type type)
    {
        try
        {
            // The language picks the constructor and converts the arguments.
            return ScriptBlock.Create("param($type, $list) , $type::new.Invoke([object[]]$list)")
                .Invoke(type, ArgumentList)[0] ?? throw new InvalidOperationException();
        }
        catch (RuntimeException exception)
        {
            var inner = exception.InnerException ?? exception;
            var id = inner is MethodInvocationException or MethodException ? "ConstructorInvokedThrowException" : "CannotFindAppropriateCtor";
            ThrowTerminatingError(new ErrorRecord(inner, id, ErrorCategory.InvalidOperation, null));
            throw;
        }
    }
}
