using System.Security.Cryptography;

namespace CycleGanPS.Core.Files;

/// <summary>The SHA-256 of a file's bytes.</summary>
internal static class FileHash
{
    /// <summary>64 digits in lower case.</summary>
    public static string Of(string path)
    {
        using var stream = RegularFile.OpenRead(path, bufferSize: 1 << 20);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
