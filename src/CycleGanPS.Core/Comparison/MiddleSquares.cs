using CycleGanPS.Core.Images;
using CycleGanPS.Core.Metrics;

namespace CycleGanPS.Core.Comparison;

/// <summary>The middle squares of pictures at one size, as files.</summary>
/// <param name="folder">Where they go.</param>
/// <param name="size">Their side.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class MiddleSquares(string folder, int size, CancellationToken cancellation)
{
    /// <summary>Those of some pictures, in their order; a picture that is one already, and lies in the folder, stays where it is.</summary>
    /// <param name="files">The pictures.</param>
    /// <param name="name">What to call them.</param>
    /// <param name="unreadable">Told of each that cannot be read, and is left out; null ends with the first.</param>
    public IReadOnlyList<string> Of(IReadOnlyList<string> files, string name, Action<CycleGanException>? unreadable = null)
    {
        var destination = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        return [.. ReadOrReport.Run(files.Select((file, place) => (file, place)), item => ImageFile.Read(item.file, image =>
        {
            if ((image.Width, image.Height) == (size, size) && item.file.StartsWith(folder, StringComparison.Ordinal))
            {
                return item.file;
            }

            var path = Path.Combine(destination, $"{item.place:D6}.png");
            ImageFile.Write(SlicedWassersteinMeter.Fit(image, size), path, ImageFormat.Png);
            return path;
        }), unreadable, cancellation)];
    }
}
