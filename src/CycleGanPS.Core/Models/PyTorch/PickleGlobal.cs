using static TorchSharp.torch;

namespace CycleGanPS.Core.Models.PyTorch;

/// <summary>The callables and types that our unpickler knows; there is no way to name any other.</summary>
internal enum PickleCallable
{
    OrderedDictionary,
    Set,
    EncodeBytes,
    Size,
    RebuildTensor,
    RebuildTensorV2,
    RebuildTensorV3,
    RebuildParameter,
    StorageType,
    DType,
}

/// <summary>A global name in a pickle that is on the list.</summary>
/// <param name="Callable">What it stands for.</param>
/// <param name="Name">Its Python name.</param>
/// <param name="Type">Element type, of storage types and dtypes.</param>
internal sealed record PickleGlobal(PickleCallable Callable, string Name, ScalarType? Type = null)
{
    /// <summary>The global of that name, or an <see cref="InvalidDataException"/> that names it.</summary>
    public static PickleGlobal Resolve(string module, string name)
    {
        var fullName = $"{module}.{name}";
        PickleCallable? callable = fullName switch
        {
            "collections.OrderedDict" => PickleCallable.OrderedDictionary,
            "builtins.set" or "__builtin__.set" or "builtins.frozenset" or "__builtin__.frozenset" => PickleCallable.Set,
            "_codecs.encode" => PickleCallable.EncodeBytes,
            "torch.Size" => PickleCallable.Size,
            "torch._utils._rebuild_tensor" => PickleCallable.RebuildTensor,
            "torch._utils._rebuild_tensor_v2" => PickleCallable.RebuildTensorV2,
            "torch._utils._rebuild_tensor_v3" => PickleCallable.RebuildTensorV3,
            "torch._utils._rebuild_parameter" => PickleCallable.RebuildParameter,
            "torch.UntypedStorage" or "torch.storage.UntypedStorage" or "torch.storage._UntypedStorage" => PickleCallable.StorageType,
            _ => null,
        };
        if (callable is { } known)
        {
            return new PickleGlobal(known, fullName);
        }

        if (module == "torch" && ElementTypes.FromStorageName(name) is { } storageType)
        {
            return new PickleGlobal(PickleCallable.StorageType, fullName, storageType);
        }

        if (module == "torch" && ElementTypes.FromDTypeName(name) is { } elementType)
        {
            return new PickleGlobal(PickleCallable.DType, fullName, elementType);
        }

        throw new UnknownGlobalException(Printable(fullName));
    }

    private static string Printable(string name)
    {
        var cut = name.Length > 120 ? $"{name[..120]}…" : name;
        return string.Concat(cut.Select(character => char.IsControl(character) ? '?' : character));
    }
}
