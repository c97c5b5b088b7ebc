using CycleGanPS.Core.Files;
using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Data;

/// <summary>The pictures of a folder, in the one order that every part of the project uses.</summary>
internal static class ImageFolder
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".dib", ".gif", ".tif", ".tiff", ".tga", ".pbm", ".pgm", ".ppm", ".pnm",
    };

    // What systems drop into folders of pictures; nobody misses it.
    private static readonly HashSet<string> Droppings = new(StringComparer.OrdinalIgnoreCase) { "Thumbs.db", "desktop.ini" };

    /// <summary>
    /// Full paths of all files that are pictures by their extension or their first bytes, in ordinal order.
    /// Hidden files are left out; with <paramref name="recurse"/> links to folders are followed, each folder once.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="recurse">Whether the folders below it count, too.</param>
    /// <param name="tell">Told, in one sentence, of the files that are left out.</param>
    /// <exception cref="CycleGanException">The folder does not exist, or holds no picture.</exception>
    public static IReadOnlyList<string> List(string folder, bool recurse = false, Action<string>? tell = null)
    {
        var contents = Look(folder, recurse);
        var leftOut = contents.LeftOut.Tell(folder);
        if (contents.Images.Count == 0)
        {
            var hint = !recurse && contents.Subfolders.Count > 0 ? "It has subfolders, which were not searched." : null;
            throw new CycleGanException(
                FaultKind.EmptyFolder,
                string.Join(' ', ((string?[])[$"There is no image in '{folder}' ({ImageMagic.Formats} are read).", hint, leftOut]).OfType<string>()),
                folder);
        }

        if (leftOut is not null)
        {
            tell?.Invoke(leftOut);
        }

        return contents.Images;
    }

    /// <summary>All that a folder holds, be it nothing.</summary>
    /// <exception cref="CycleGanException">The folder does not exist.</exception>
    public static FolderContents Look(string folder, bool recurse = false)
    {
        if (!Directory.Exists(folder))
        {
            throw new CycleGanException(
                FaultKind.PathNotFound,
                File.Exists(folder) ? $"'{folder}' is a file; a folder of images is needed." : $"The folder '{folder}' does not exist.",
                folder);
        }

        var (images, subfolders, leftOut) = (new List<string>(), new List<string>(), new LeftOutFiles());
        Collect(new DirectoryInfo(folder), recurse, images, subfolders, leftOut, FileIdentity.Of(folder) is { } root ? [root] : []);
        images.Sort(StringComparer.Ordinal);
        subfolders.Sort(StringComparer.Ordinal);
        return new FolderContents(images, subfolders, leftOut);
    }

    /// <summary>
    /// Whether a file is a picture by its extension or, if that says nothing, by its first bytes. Raw photos begin as TIFF files do, and
    /// lie beside their JPEGs.
    /// </summary>
    public static bool IsImage(string path) =>
        Extensions.Contains(Path.GetExtension(path)) || (!ForeignFormats.IsRawByName(path) && HasImageMagic(path));

    /// <summary>Whether a file that was found, not named, is taken as a picture; what is not is noted, unless nobody would miss it.</summary>
    public static bool Takes(FileSystemInfo file, LeftOutFiles leftOut)
    {
        LeftOutReason reason;
        if (HasLostName(file))
        {
            reason = LeftOutReason.Name;
        }
        else if (IsHidden(file))
        {
            // Only what is a picture by its bytes: systems keep notes about pictures under hidden names with their extensions.
            if (!HasImageMagic(file.FullName))
            {
                return false;
            }

            reason = LeftOutReason.Hidden;
        }
        else if (AtomicFile.IsTemporary(file.Name) || Droppings.Contains(file.Name))
        {
            return false;
        }
        else if (IsImage(file.FullName))
        {
            return true;
        }
        else
        {
            reason = LeftOutReason.Format;
        }

        leftOut.Add(reason, file.Name);
        return false;
    }

    // A link to a folder above would be walked round and round, so each folder is entered once, whatever leads there;
    // the images keep the names under which they were found.
    private static void Collect(
        DirectoryInfo folder, bool recurse, List<string> images, List<string> subfolders, LeftOutFiles leftOut, HashSet<FileIdentity> visited)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (entry is not DirectoryInfo below)
            {
                if (Takes(entry, leftOut))
                {
                    images.Add(entry.FullName);
                }
            }
            else if (!IsHidden(below) || HasLostName(below))
            {
                subfolders.Add(below.Name);
                if (recurse && (FileIdentity.Of(below.FullName) is not { } identity || visited.Add(identity)))
                {
                    Enter(below, images, subfolders, leftOut, visited);
                }
            }
        }
    }

    private static void Enter(
        DirectoryInfo below, List<string> images, List<string> subfolders, LeftOutFiles leftOut, HashSet<FileIdentity> visited)
    {
        try
        {
            Collect(below, recurse: true, images, subfolders, leftOut, visited);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            leftOut.Add(LeftOutReason.Folder, below.Name);
        }
    }

    // Bytes that are no UTF-8 come as a sign that stands for them, and the name that it makes leads nowhere.
    private static bool HasLostName(FileSystemInfo entry) => entry.Name.Contains('\uFFFD') && !entry.Exists;

    private static bool IsHidden(FileSystemInfo entry) => entry.Name.StartsWith('.') || (entry.Exists && entry.Attributes.HasFlag(FileAttributes.Hidden));

    private static bool HasImageMagic(string path)
    {
        try
        {
            using var stream = RegularFile.OpenRead(path, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            Span<byte> start = stackalloc byte[ImageMagic.Length];
            return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && ImageMagic.IsImage(start);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }
}
