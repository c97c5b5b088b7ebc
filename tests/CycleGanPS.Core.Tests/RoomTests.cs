using System.Reflection;
using System.Text.RegularExpressions;
using NetArchTest.Rules;
using Xunit;

namespace CycleGanPS.Core.Tests;

/// <summary>The core's folders are rooms in an order: what stands in one uses its own room and those above it, and nothing else of the core.</summary>
public sealed partial class RoomTests
{
    private const string Root = "CycleGanPS.Core";

    // A new folder is entered here, at the place that its dependencies give it. Folders within a room count as the room.
    private static readonly string[] Rooms =
    [
        "Options",
        "Files",
        "Distributed",
        "Machine",
        "Threading",
        "Images",
        "Networks",
        "Objectives",
        "Configs",
        "Runs",
        "Models",
        "Faces",
        "Data",
        "Training",
        "Inference",
        "Metrics",
        "Comparison",
        "Reports",
        "Demo",
    ];

    private static readonly Assembly Core = typeof(CycleGanException).Assembly;

    public static TheoryData<string> AllRooms => [.. Rooms];

    [Theory]
    [MemberData(nameof(AllRooms))]
    public void ARoomUsesOnlyRoomsAboveIt(string room)
    {
        string[] below = [.. Rooms.SkipWhile(other => other != room).Skip(1).Select(Namespace)];
        AssertIndependent(Types.InAssembly(Core).That().ResideInNamespace(Namespace(room)), below);
    }

    [Fact]
    public void WhatAllRoomsUseUsesNone() =>
        AssertIndependent(Types.InAssembly(Core).That().ResideInNamespaceMatching($"^{Regex.Escape(Root)}$"), [.. Rooms.Select(Namespace)]);

    [Fact]
    public void EveryFolderIsOneOfTheRooms()
    {
        var found = Core.GetTypes()
            .Select(type => type.Namespace ?? "")
            .Where(name => name.StartsWith(Root + ".", StringComparison.Ordinal))
            .Select(name => name[(Root.Length + 1)..].Split('.')[0]);
        Assert.Equal(Rooms.Order(StringComparer.Ordinal), found.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheCoreKnowsNoPowerShell() =>
        Assert.DoesNotContain(
            Core.GetReferencedAssemblies(),
            reference => reference.Name!.StartsWith("System.Management.Automation", StringComparison.Ordinal)
                || reference.Name.StartsWith("Microsoft.PowerShell", StringComparison.Ordinal));

    // What is to be typed, and so what a message would have to say of it, is the module's alone.
    [Fact]
    public void TheCoreNamesNoCommandAndNoParameter()
    {
        var found = Directory.EnumerateFiles(Fixtures.Path("..", "..", "src", "CycleGanPS.Core"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(path => File.ReadLines(path)
                .Where(line => Prose().Matches(line).Any(prose => Typed().IsMatch(prose.Value)))
                .Select(line => $"{path}: {line.Trim()}"));
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("""throw new Fault("It exists already. Overwrite it with -Force.");""", true)]
    [InlineData("""var text = $"Give -{parameter}.";""", true)]
    [InlineData("// As Measure-Fid does it.", true)]
    [InlineData("""var text = "Run ./cgps --mend.";""", true)]
    [InlineData("var x = -Reach - 1; // from the left", false)]
    [InlineData("""var text = "pix2pix (--netG resnet_9blocks), float16 -> float32, and Real-ESRGAN";""", false)]
    public void WhatIsToBeTypedIsKnown(string line, bool expected) =>
        Assert.Equal(expected, Prose().Matches(line).Any(prose => Typed().IsMatch(prose.Value)));

    [GeneratedRegex(@"""(?:\\.|[^""\\])*""|//.*$")]
    private static partial Regex Prose();

    [GeneratedRegex(@"\b(?:New|Test|Get|Start|Export|Convert|ConvertTo|Measure|Merge|Install|Compare|Import)-[A-Z]\w+|(?<![\w-])-(?:[A-Z]\w+|\{)|\bcgps\b")]
    private static partial Regex Typed();

    private static string Namespace(string room) => $"{Root}.{room}";

    private static void AssertIndependent(PredicateList types, string[] namespaces)
    {
        Assert.NotEmpty(types.GetTypes());
        if (namespaces.Length > 0)
        {
            var result = types.ShouldNot().HaveDependencyOnAny(namespaces).GetResult();
            Assert.True(result.IsSuccessful, string.Join(Environment.NewLine, result.FailingTypes.Select(type => $"{type.FullName}: {type.Explanation}")));
        }
    }
}
