namespace CycleGanPS.Core.Models.PyTorch;

/// <summary>A pickle names a Python object that is not on the list of what is read.</summary>
internal sealed class UnknownGlobalException(string name)
    : NotSupportedException($"the Python object '{name}', which is not on the short list of types that are read")
{
    public string Name { get; } = name;
}
