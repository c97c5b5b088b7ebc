namespace CycleGanPS.Core.Demo;

/// <summary>What <see cref="DemoData.Write"/> has made.</summary>
public sealed class DemoDataSummary
{
    /// <summary>The data root: trainA, trainB, testA and testB lie below.</summary>
    public required string Path { get; init; }

    /// <summary>Training pictures in each domain; no face is in both.</summary>
    public required int TrainImages { get; init; }

    /// <summary>Test pairs: the same file name is the same face.</summary>
    public required int TestPairs { get; init; }

    /// <summary>Side of the pictures in pixels.</summary>
    public required int Size { get; init; }

    /// <summary>The seed that the faces were drawn with.</summary>
    public required int Seed { get; init; }

    /// <summary>Seconds it took to draw and write them.</summary>
    public required double Seconds { get; init; }
}
