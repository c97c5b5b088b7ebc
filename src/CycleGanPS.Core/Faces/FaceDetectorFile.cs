using CycleGanPS.Core.Files;

namespace CycleGanPS.Core.Faces;

/// <summary>Which file the face detector is, and where it is looked for.</summary>
public sealed class FaceDetectorFile
{
    /// <summary>The name that YuNet's publisher gives the file.</summary>
    public const string StandardName = "yunet_n_dynamic.onnx";

    /// <summary>Where it is published.</summary>
    public const string StandardAddress = "https://github.com/ShiqiYu/libfacedetection.train/raw/master/onnx/" + StandardName;

    /// <summary>The SHA-256 of the published file.</summary>
    internal const string StandardSha256 = "104ee26c71d5c270ce79a6b3dced91c91013260d29a6bf18f9296c5b8c4c2b12";

    /// <summary>The absolute path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>The file's name without its folder.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>SHA-256 of the whole file, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Where it is installed.</summary>
    internal static string Installed => System.IO.Path.Combine(UserCache.Folder, StandardName);

    /// <summary>The detector to find faces with: the one named, else the installed one.</summary>
    /// <exception cref="CycleGanException">It is not there.</exception>
    internal static string Find(string? path)
    {
        var chosen = path ?? Installed;
        return File.Exists(chosen)
            ? chosen
            : throw new CycleGanException(
                FaultKind.WeightsMissing, path is null ? "The face detector is not installed." : $"There is no face detector '{path}'.", chosen)
            {
                Remedy = path is null ? Remedy.InstallDetector : Remedy.None,
            };
    }
}
