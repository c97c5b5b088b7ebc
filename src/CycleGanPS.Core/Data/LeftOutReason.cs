namespace CycleGanPS.Core.Data;

/// <summary>Why a file that lies among pictures is not taken.</summary>
internal enum LeftOutReason
{
    /// <summary>Its name is not UTF-8, so that .NET has no text that leads to it.</summary>
    Name,

    /// <summary>It is none of the formats that are read.</summary>
    Format,

    /// <summary>It is hidden, and would be a picture.</summary>
    Hidden,

    /// <summary>It is a folder, and we may not look into it.</summary>
    Folder,
}
