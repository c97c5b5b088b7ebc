using CycleGanPS.Core.Demo;
using CycleGanPS.Core.Images;

namespace CycleGanPS.Bench;

/// <summary>Photos to work on where no others are given: the demo's, as JPEG.</summary>
internal static class Photos
{
    public static string Draw(string folder, int count, int side)
    {
        var drawn = Path.Combine(folder, "drawn");
        DemoData.Write(drawn, count, testCount: 1, side, seed: 1);
        var target = Directory.CreateDirectory(Path.Combine(folder, "photos")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(drawn, "trainA")))
        {
            ImageFile.Write(ImageFile.Read(file), Path.Combine(target, Path.GetFileNameWithoutExtension(file) + ".jpg"), ImageFormat.Jpeg);
        }

        Directory.Delete(drawn, recursive: true);
        return "{}";
    }
}
