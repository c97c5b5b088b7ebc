using System.Globalization;

namespace CycleGanPS.Core.Models.PyTorch;

/// <summary>Finds the tensors in what a file saves: dictionaries within dictionaries, of which a hostile one may hold itself.</summary>
internal static class SavedObject
{
    // Where training scripts put the weights when they save more than the weights.
    private static readonly string[] WrapperKeys =
        ["state_dict", "model_state_dict", "params_ema", "params", "generator", "netG", "model", "weights"];

    /// <summary>
    /// The tensors with their dotted names: of the saved dictionary itself, or of the one under <c>state_dict</c> and the like when
    /// training state was saved around it.
    /// </summary>
    public static List<KeyValuePair<string, ArchivedTensor>> Named(object? root)
    {
        List<KeyValuePair<string, ArchivedTensor>> found = [];
        Flatten(WeightsOf(root), string.Empty, 0, found);
        return found;
    }

    /// <summary>The dictionaries that hold tensors themselves, by their dotted place in the saved object.</summary>
    public static List<(string Part, OrderedDictionary<string, ArchivedTensor> Tensors)> Parts(object? root)
    {
        const int Deepest = 4;
        const int MostDictionaries = 1_000_000;
        List<(string, OrderedDictionary<string, ArchivedTensor>)> parts = [];
        HashSet<string> places = new(StringComparer.Ordinal);
        var visited = 0;
        Visit(root, string.Empty, 0);
        return parts;

        void Visit(object? value, string place, int depth)
        {
            if (value is not OrderedDictionary<object, object?> dictionary || depth > Deepest)
            {
                return;
            }

            if (++visited > MostDictionaries)
            {
                throw new InvalidDataException($"more than {MostDictionaries} dictionaries within each other");
            }

            OrderedDictionary<string, ArchivedTensor> tensors = new(StringComparer.Ordinal);
            foreach ((var key, var item) in dictionary)
            {
                if (key is string name && item is ArchivedTensor tensor)
                {
                    tensors[name] = tensor;
                }
            }

            if (tensors.Count > 0 && places.Add(place))
            {
                parts.Add((place, tensors));
            }

            foreach ((var key, var item) in dictionary)
            {
                if (key is string name)
                {
                    Visit(item, place.Length == 0 ? name : $"{place}.{name}", depth + 1);
                }
            }
        }
    }

    private static object? WeightsOf(object? root)
    {
        if (root is not OrderedDictionary<object, object?> dictionary || dictionary.Values.Any(value => value is ArchivedTensor))
        {
            return root;
        }

        return WrapperKeys
            .Select(key => dictionary.TryGetValue(key, out var value) ? value : null)
            .FirstOrDefault(value => value is OrderedDictionary<object, object?>) ?? root;
    }

    private static void Flatten(object? value, string prefix, int depth, List<KeyValuePair<string, ArchivedTensor>> found)
    {
        // A pickle can make a dictionary hold itself, or share one so often that it unfolds without end.
        const int DeepestName = 16;
        const int MostTensors = 100_000;
        if (depth > DeepestName || found.Count > MostTensors)
        {
            throw new InvalidDataException($"dictionaries more than {DeepestName} deep or more than {MostTensors} tensors");
        }

        if (value is not OrderedDictionary<object, object?> dictionary)
        {
            return;
        }

        foreach ((var key, var item) in dictionary)
        {
            var name = prefix + Convert.ToString(key, CultureInfo.InvariantCulture);
            if (item is ArchivedTensor tensor)
            {
                found.Add(KeyValuePair.Create(name, tensor));
            }
            else
            {
                Flatten(item, name + ".", depth + 1, found);
            }
        }
    }
}
