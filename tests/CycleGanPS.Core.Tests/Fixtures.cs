using System.Reflection;

namespace CycleGanPS.Core.Tests;

/// <summary>Where the reference data of the tests lie; the Python scripts that made them stand beside them.</summary>
internal static class Fixtures
{
    private static readonly string Root = typeof(Fixtures).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "FixturesPath").Value!;

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);
}
