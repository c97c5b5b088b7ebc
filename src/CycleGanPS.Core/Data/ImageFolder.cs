using CycleGanPS.Core.Images;

namespace CycleGanPS.Core.Data;

/// <summary>The pictures of a folder, in the one order that every part of the project uses.</summary>
internal static class ImageFolder
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".dib", ".gif",
    };

    /// <summary>
    /// Full paths of all files that are pictures by their extension or their first bytes, in ordinal order.
    /// Hidden files are left out; with <paramref name="recurse"/> links to folders are followed, each folder once.
    /// </summary>
    /// <exception cref="CycleGanException">The folder does not exist, or holds no picture.</exception>
    public static IReadOnlyList<string> List(string folder, bool recurse = false)
    {
        if (!Directory.Exists(folder))
        {
            throw new CycleGanException(
                FaultKind.PathNotFound,
                File.Exists(folder) ? $"'{folder}' is a file; a folder of images is needed." : $"The folder '{folder}' does not exist.",
                folder);
        }

        var images = new List<string>();
        var root = new DirectoryInfo(folder);
        Collect(root, RealPath(root.FullName), recurse, images, []);
        if (images.Count == 0)
        {
            var hint = !recurse && Directory.EnumerateDirectories(folder).Any() ? " It has subfolders, which were not searched." : "";
            throw new CycleGanException(
                FaultKind.EmptyFolder, $"There is no image in '{folder}' (JPEG, PNG, WebP, BMP or GIF).{hint}", folder);
        }

        images.Sort(StringComparer.Ordinal);
        return images;
    }

    /// <summary>Whether a file is a picture by its extension or, if that says nothing, by its first bytes.</summary>
    public static bool IsImage(string path) => Extensions.Contains(Path.GetExtension(path)) || HasImageMagic(path);

    // A link to a folder above would be walked round and round, so each folder is entered once by its real path;
    // the images keep the names under which they were found.
    private static void Collect(DirectoryInfo folder, string realPath, bool recurse, List<string> images, HashSet<string> visited)
    {
        if (!visited.Add(realPath))
        {
            return;
        }

        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (entry.Name.StartsWith('.') || entry.Attributes.HasFlag(FileAttributes.Hidden))
            {
                continue;
            }

            if (entry is FileInfo)
            {
                if (IsImage(entry.FullName))
                {
                    images.Add(entry.FullName);
                }
            }
            else if (recurse)
            {
                Collect((DirectoryInfo)entry, RealPath(Path.Combine(realPath, entry.Name)), recurse, images, visited);
            }
        }
    }

    private static string RealPath(string path) =>
        Path.TrimEndingDirectorySeparator(Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);

    private static bool HasImageMagic(string path)
    {
        try
        {
            // A pipe or a device has no length, and opening one might wait for ever.
            if (new FileInfo(path).Length < ImageMagic.Length)
            {
                return false;
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            Span<byte> start = stackalloc byte[ImageMagic.Length];
            stream.ReadExactly(start);
            return ImageMagic.IsImage(start);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }
}
