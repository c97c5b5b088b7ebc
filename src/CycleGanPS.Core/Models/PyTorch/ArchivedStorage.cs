using static TorchSharp.torch;

namespace CycleGanPS.Core.Models.PyTorch;

/// <summary>A flat run of elements that tensors of a PyTorch file are views of, as the pickle names it.</summary>
/// <param name="Key">The record that holds its bytes (<c>data/&lt;key&gt;</c>), or its number in a legacy file.</param>
/// <param name="Type">Type of the elements; <see langword="null"/> for untyped bytes.</param>
/// <param name="Count">Elements (untyped: bytes) of the whole record.</param>
/// <param name="ViewOffset">First element of the part that is meant (legacy storage views; else 0).</param>
/// <param name="ViewCount">Elements of that part.</param>
internal sealed record ArchivedStorage(string Key, ScalarType? Type, long Count, long ViewOffset, long ViewCount)
{
    /// <summary>Bytes of the whole record.</summary>
    public Int128 ByteCount => (Int128)Count * (Type is { } type ? ElementTypes.Size(type) : 1);
}
