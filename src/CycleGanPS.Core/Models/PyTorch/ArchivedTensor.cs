using static TorchSharp.torch;

namespace CycleGanPS.Core.Models.PyTorch;

/// <summary>
/// A tensor in the object graph of a PyTorch file. The pickle is read and checked to its end before any
/// tensor exists; <see cref="Value"/> is there once the archive has been read.
/// </summary>
internal sealed class ArchivedTensor
{
    private Tensor? _value;

    internal ArchivedTensor(ArchivedStorage storage, ScalarType type, long offset, long[] sizes, long[] strides) =>
        (Storage, Type, Offset, Sizes, Strides) = (storage, type, offset, sizes, strides);

    internal ArchivedStorage Storage { get; }

    internal ScalarType Type { get; }

    /// <summary>First element, counted from the start of the storage's record.</summary>
    internal long Offset { get; }

    internal long[] Sizes { get; }

    internal long[] Strides { get; }

    /// <summary>The tensor; it belongs to the <see cref="PyTorchArchive"/> it was read with.</summary>
    public Tensor Value
    {
        get => _value ?? throw new InvalidOperationException("The archive that holds this tensor has not been read.");
        internal set => _value = value;
    }

    /// <summary>
    /// Makes the description of a tensor, or throws <see cref="InvalidDataException"/> if it reaches outside
    /// its storage. All sums are taken in 128 bits, so that no crafted number wraps around.
    /// </summary>
    internal static ArchivedTensor Create(
        ArchivedStorage storage, ScalarType type, long offset, long[] sizes, long[] strides, long elementLimit)
    {
        const int MostDimensions = 32;
        if (sizes.Length != strides.Length || sizes.Length > MostDimensions)
        {
            throw new InvalidDataException($"a tensor with {sizes.Length} sizes and {strides.Length} strides");
        }

        Int128 available = storage.Type is null ? storage.ViewCount / ElementTypes.Size(type) : storage.ViewCount;
        Int128 elements = 1;
        Int128 last = offset;
        for (var i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] < 0 || strides[i] < 0)
            {
                throw new InvalidDataException($"a tensor with the size {sizes[i]} and the stride {strides[i]}");
            }

            elements *= sizes[i];
            last += ((Int128)sizes[i] - 1) * strides[i];
            if (elements > long.MaxValue)
            {
                throw new InvalidDataException($"a tensor of the absurd size {string.Join('×', sizes)}");
            }
        }

        if (offset < 0 || (elements > 0 && last >= available) || (elements == 0 && offset > available))
        {
            throw new InvalidDataException(
                $"a tensor of size {string.Join('×', sizes)} at {offset} that reaches outside its storage '{storage.Key}' of {available} elements");
        }

        // Views may overlap (stride 0), but a file of n bytes has no business describing more than n elements.
        if (elements > elementLimit)
        {
            throw new InvalidDataException($"a tensor of {elements} elements, more than the whole file holds");
        }

        return new ArchivedTensor(storage, type, storage.ViewOffset + offset, sizes, strides);
    }
}
