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

    /// <summary>The pictures of each name that all folders have, in the order of the folders.</summary>
    /// <param name="folders">The folders.</param>
    /// <param name="tell">Told of files that are left out, a sentence a folder.</param>
    /// <exception cref="CycleGanException">A folder is missing or empty, or no name is in all of them.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> InAll(IReadOnlyList<string> folders, Action<string>? tell = null)
    {
        var lists = folders.Select(folder => ByName(ImageFolder.List(folder, tell: tell))).ToList();
        var names = lists[0].Select(group => group.Key).Where(name => lists.All(list => list.Contains(name))).ToList();
        return names.Count > 0
            ? [.. names.Select(name => (IReadOnlyList<string>)[.. lists.Select(list => list[name].First())])]
            : throw new CycleGanException(
                FaultKind.TooFewImages, $"No picture of {folders[0]} has one of the same name in {string.Join(", ", folders.Skip(1))}.", folders[0]);
    }

    /// <summary>The first pictures that can be read, a row a folder, a column a name; a name of which one cannot is left out.</summary>
    /// <param name="columns">As <see cref="InAll"/> gives them.</param>
    /// <param name="count">Most names.</param>
    /// <param name="report">Told of each picture that cannot be read; null ends with the first.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CycleGanException">None can be read.</exception>
    public static IReadOnlyList<IReadOnlyList<RgbImage>> Read(
        IReadOnlyList<IReadOnlyList<string>> columns, int count, Action<CycleGanException>? report = null, CancellationToken cancellation = default)
    {
        var read = ReadOrReport.Run(columns, column => column.Select(path => ImageFile.Read(path)).ToList(), report, cancellation).Take(count).ToList();
        return read.Count > 0
            ? [.. columns[0].Select((_, row) => (IReadOnlyList<RgbImage>)[.. read.Select(column => column[row])])]
            : throw new CycleGanException(
                FaultKind.TooFewImages, "No picture that all folders have can be read.", Path.GetDirectoryName(columns[0][0]));
    }

    private static ILookup<string, string> ByName(IEnumerable<string> pictures) => pictures.ToLookup(path => Path.GetFileNameWithoutExtension(path));
}
