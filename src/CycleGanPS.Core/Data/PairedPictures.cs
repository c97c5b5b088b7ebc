using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Data;

/// <summary>Pictures that belong together by their names, whatever their extensions.</summary>
internal static class PairedPictures
{
    /// <summary>Each picture with the first of others that has its name, or null where none has.</summary>
    public static IEnumerable<(string Picture, string? Partner)> Match(IEnumerable<string> pictures, IEnumerable<string> others)
    {
        var byName = ByName(others);
        return pictures.Select(path => (path, byName[Path.GetFileNameWithoutExtension(path)].FirstOrDefault()));
    }

    /// <summary>The first pictures that all folders have, a row a folder, a column a name.</summary>
    /// <exception cref="CycleGanException">A folder is missing or empty, a picture cannot be read, or no name is in all folders.</exception>
    public static IReadOnlyList<IReadOnlyList<RgbImage>> Read(IReadOnlyList<string> folders, int count)
    {
        var lists = folders.Select(folder => ByName(ImageFolder.List(folder))).ToList();
        var names = lists[0].Select(group => group.Key).Where(name => lists.All(list => list.Contains(name))).Take(count).ToList();
        return names.Count > 0
            ? [.. lists.Select(list => (IReadOnlyList<RgbImage>)[.. names.Select(name => ImageFile.Read(list[name].First()))])]
            : throw new CycleGanException(
                FaultKind.TooFewImages, $"No picture of {folders[0]} has one of the same name in {string.Join(", ", folders.Skip(1))}.", folders[0]);
    }

    private static ILookup<string, string> ByName(IEnumerable<string> pictures) => pictures.ToLookup(path => Path.GetFileNameWithoutExtension(path));
}
