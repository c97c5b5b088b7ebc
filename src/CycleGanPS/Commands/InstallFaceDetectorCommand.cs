using System.Management.Automation;
using CycleGanPS.Core;
using CycleGanPS.Core.Faces;

namespace CycleGanPS.Commands;

/// <summary>Install-FaceDetector: puts the face detector YuNet into the user's cache, from its published address or a file.</summary>
[Cmdlet(VerbsLifecycle.Install, "FaceDetector", SupportsShouldProcess = true, DefaultParameterSetName = "Uri")]
[OutputType(typeof(FaceDetectorFile))]
public sealed class InstallFaceDetectorCommand() : InstallCommand("Face detector", FaceDetectorFile.StandardAddress, Remedy.NameDetector)
{
    private protected override (string Name, string Sha256) Expected => (FaceDetectorFile.StandardName, FaceDetectorFile.StandardSha256);

    private protected override object Describe(string path, string sha256) => new FaceDetectorFile { Path = path, Sha256 = sha256 };
}
