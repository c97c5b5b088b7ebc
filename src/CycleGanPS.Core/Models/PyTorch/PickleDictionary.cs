namespace CycleGanPS.Core.Models.PyTorch;

/// <summary>Dictionaries of a pickle.</summary>
internal static class PickleDictionary
{
    /// <summary>Puts keys and values, in turn, into a dictionary; gives the dictionary.</summary>
    /// <exception cref="InvalidDataException">A key without a value, or one that is neither text nor number.</exception>
    public static OrderedDictionary<object, object?> Fill(OrderedDictionary<object, object?> dictionary, List<object?> items)
    {
        if (items.Count % 2 != 0)
        {
            throw new InvalidDataException("a dictionary key without a value");
        }

        for (var i = 0; i < items.Count; i += 2)
        {
            if (items[i] is not (string or long or double or bool))
            {
                throw new InvalidDataException("a dictionary key that is neither text nor number");
            }

            dictionary[items[i]!] = items[i + 1];
        }

        return dictionary;
    }

    /// <summary>The value as the dictionary that items are for.</summary>
    public static OrderedDictionary<object, object?> Of(object? value) =>
        value as OrderedDictionary<object, object?> ?? throw new InvalidDataException("items for something that is no dictionary");
}
