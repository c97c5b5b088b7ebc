using static TorchSharp.torch;

namespace CycleGanPS.Core.Models;

/// <summary>The element types that our files hold, under each format's name for them.</summary>
internal static class ElementTypes
{
    private static readonly (ScalarType Type, int Size, string Storage, string DType, string SafeTensors)[] All =
    [
        (ScalarType.Float32, 4, "FloatStorage", "float32", "F32"),
        (ScalarType.Float64, 8, "DoubleStorage", "float64", "F64"),
        (ScalarType.Float16, 2, "HalfStorage", "float16", "F16"),
        (ScalarType.BFloat16, 2, "BFloat16Storage", "bfloat16", "BF16"),
        (ScalarType.Int64, 8, "LongStorage", "int64", "I64"),
        (ScalarType.Int32, 4, "IntStorage", "int32", "I32"),
        (ScalarType.Int16, 2, "ShortStorage", "int16", "I16"),
        (ScalarType.Int8, 1, "CharStorage", "int8", "I8"),
        (ScalarType.Byte, 1, "ByteStorage", "uint8", "U8"),
        (ScalarType.Bool, 1, "BoolStorage", "bool", "BOOL"),
    ];

    public static int Size(ScalarType type) => Find(entry => entry.Type == type)?.Size
        ?? throw new NotSupportedException($"Tensors of type {type} have no place in our files.");

    /// <summary>Whether the elements are floating-point numbers.</summary>
    public static bool IsReal(ScalarType type) => type is ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16;

    public static string StorageName(ScalarType type) => Find(entry => entry.Type == type)!.Value.Storage;

    public static string SafeTensorsName(ScalarType type) => Find(entry => entry.Type == type)!.Value.SafeTensors;

    public static ScalarType? FromStorageName(string name) => Find(entry => entry.Storage == name)?.Type;

    public static ScalarType? FromDTypeName(string name) => Find(entry => entry.DType == name)?.Type;

    public static ScalarType? FromSafeTensorsName(string name) => Find(entry => entry.SafeTensors == name)?.Type;

    private static (ScalarType Type, int Size, string Storage, string DType, string SafeTensors)? Find(
        Func<(ScalarType Type, int Size, string Storage, string DType, string SafeTensors), bool> matches)
    {
        foreach (var entry in All)
        {
            if (matches(entry))
            {
                return entry;
            }
        }

        return null;
    }
}
