namespace CycleGanPS.Core.Data;

/// <summary>What there is in one subset (trainA, trainB, testA or testB) of a data set.</summary>
public sealed class DatasetReport
{
    /// <summary>trainA, trainB, testA or testB.</summary>
    public required string Subset { get; init; }

    /// <summary>The folder of the subset.</summary>
    public required string Path { get; init; }

    /// <summary>Pictures that can be read.</summary>
    public required int Images { get; init; }

    /// <summary>Pictures that cannot be read.</summary>
    public required int Unreadable { get; init; }

    /// <summary>Files that are left out: of other formats, hidden pictures, names that are not UTF-8.</summary>
    public required int LeftOut { get; init; }

    /// <summary>Shorter sides in pixels.</summary>
    public required int MinSide { get; init; }

    /// <summary>Median of the shorter sides in pixels.</summary>
    public required int MedianSide { get; init; }

    /// <summary>The longest of all sides.</summary>
    public required int MaxSide { get; init; }

    /// <summary>Pictures without any colour.</summary>
    public required int Grey { get; init; }

    /// <summary>Pictures of which the subset holds an equal one already, pixel by pixel.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Pictures that an earlier subset holds too: a test on what was trained with.</summary>
    public required int InOtherSubset { get; init; }

    /// <summary>Pictures in which no face was found; null where none was looked for.</summary>
    public int? Faceless { get; init; }

    /// <summary>Pictures in which several faces were found; null where none was looked for.</summary>
    public int? SeveralFaces { get; init; }

    /// <summary>Full paths of the unreadable files.</summary>
    public required IReadOnlyList<string> UnreadableFiles { get; init; }

    /// <summary>Full paths of the pictures in which no face was found.</summary>
    public IReadOnlyList<string> FacelessFiles { get; init; } = [];

    /// <summary>Full paths of the pictures in which several faces were found.</summary>
    public IReadOnlyList<string> SeveralFacesFiles { get; init; } = [];

    /// <summary>What to look at before training, in words.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
