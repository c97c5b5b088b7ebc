using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Faces;

namespace CycleGanPS.Binding;

/// <summary>From what a user says of faces to the file of the detector that is to find them.</summary>
internal static class DetectorFile
{
    /// <summary>The file named, else the installed one; null where no faces are wanted.</summary>
    /// <exception cref="CycleGanException">There is no such file, or one is named and no faces are wanted.</exception>
    public static string? Resolve(PSCmdlet cmdlet, bool wanted, string? path) =>
        wanted ? FaceDetectorFile.Find(path is null ? null : cmdlet.FileSystemPath(path))
        : path is null ? null
        : throw new CycleGanException(FaultKind.InvalidArgument, "-FaceDetector finds faces for -Face: give that too.", path);
}
