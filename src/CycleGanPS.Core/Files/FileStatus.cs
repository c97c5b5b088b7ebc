using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CycleGanPS.Core.Files;

/// <summary>
/// What the system says of a file without opening it. .NET tells the length of a link where that of its target is meant, and neither what
/// kind of thing a path leads to nor whether two lead to the same.
/// </summary>
/// <param name="Nature">What it is.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Identity">Which one it is.</param>
internal sealed partial record FileStatus(FileNature Nature, long Length, FileIdentity Identity)
{
    /// <summary>Of what a path leads to, links followed; null where there is nothing, or nothing that we may ask about.</summary>
    public static FileStatus? Of(string path) =>
        OperatingSystem.IsWindows() ? OfWindows(path) : OperatingSystem.IsMacOS() ? OfMacOS(path) : OfLinux(path);

    /// <summary>Whether a file could not be opened because another process has it for itself.</summary>
    /// <remarks>.NET has no type for it: the file is locked, which is EWOULDBLOCK on Linux (11) and on macOS (35).</remarks>
    public static bool IsSharingViolation(Exception fault)
    {
        const int WindowsSharingViolation = unchecked((int)0x80070020);
        return fault.HResult == (OperatingSystem.IsWindows() ? WindowsSharingViolation : OperatingSystem.IsMacOS() ? 35 : 11);
    }

    private static FileStatus? OfLinux(string path)
    {
        const int CurrentFolder = -100, BasicFields = 0x7FF;
        return StatusOnLinux(CurrentFolder, path, 0, BasicFields, out var status) == 0
            ? new FileStatus(NatureOf(status.Mode), (long)status.Length, new FileIdentity(((ulong)status.Major << 32) | status.Minor, status.Index))
            : null;
    }

    private static FileStatus? OfMacOS(string path) => StatusOnMacOS(path, out var status) == 0
        ? new FileStatus(NatureOf(status.Mode), status.Length, new FileIdentity(status.Device, status.Index))
        : null;

    private static FileStatus? OfWindows(string path)
    {
        const uint ShareAll = 7, OpenExisting = 3, AlsoFolders = 0x02000000, IsFolder = 0x10;
        using var handle = OpenOnWindows(path, 0, ShareAll, 0, OpenExisting, AlsoFolders, 0);
        return !handle.IsInvalid && StatusOnWindows(handle, out var status)
            ? new FileStatus(
                (status.Attributes & IsFolder) != 0 ? FileNature.Folder : FileNature.File,
                (long)(((ulong)status.LengthHigh << 32) | status.LengthLow),
                new FileIdentity(status.Volume, ((ulong)status.IndexHigh << 32) | status.IndexLow))
            : null;
    }

    private static FileNature NatureOf(ushort mode) => (mode & 0xF000) switch
    {
        0x8000 => FileNature.File,
        0x4000 => FileNature.Folder,
        0x1000 => FileNature.Pipe,
        0xC000 => FileNature.Socket,
        _ => FileNature.Device,
    };

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatusOnLinux(int folder, string path, int flags, uint fields, out LinuxStatus status);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatusOnMacOS(string path, out MacOSStatus status);

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", StringMarshalling = StringMarshalling.Utf16)]
    private static partial SafeFileHandle OpenOnWindows(
        string path, uint access, uint share, nint security, uint disposition, uint flags, nint template);

    [LibraryImport("kernel32", EntryPoint = "GetFileInformationByHandle")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool StatusOnWindows(SafeFileHandle handle, out WindowsStatus status);

    // struct statx of the kernel, the same on every processor.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private readonly struct LinuxStatus
    {
        [FieldOffset(28)]
        public readonly ushort Mode;

        [FieldOffset(32)]
        public readonly ulong Index;

        [FieldOffset(40)]
        public readonly ulong Length;

        [FieldOffset(136)]
        public readonly uint Major;

        [FieldOffset(140)]
        public readonly uint Minor;
    }

    // struct stat with 64-bit inodes, the only one on arm64.
    [StructLayout(LayoutKind.Explicit, Size = 144)]
    private readonly struct MacOSStatus
    {
        [FieldOffset(0)]
        public readonly uint Device;

        [FieldOffset(4)]
        public readonly ushort Mode;

        [FieldOffset(8)]
        public readonly ulong Index;

        [FieldOffset(96)]
        public readonly long Length;
    }

    // BY_HANDLE_FILE_INFORMATION.
    [StructLayout(LayoutKind.Explicit, Size = 52)]
    private readonly struct WindowsStatus
    {
        [FieldOffset(0)]
        public readonly uint Attributes;

        [FieldOffset(28)]
        public readonly uint Volume;

        [FieldOffset(32)]
        public readonly uint LengthHigh;

        [FieldOffset(36)]
        public readonly uint LengthLow;

        [FieldOffset(44)]
        public readonly uint IndexHigh;

        [FieldOffset(48)]
        public readonly uint IndexLow;
    }
}
