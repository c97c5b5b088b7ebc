using System.Reflection;
using System.Text.RegularExpressions;
using NetArchTest.Rules;
using Xunit;

namespace CycleGanPS.Core.Tests;

/// <summary>The core's folders are rooms in an order: what stands in one uses its own room and those above it, and nothing else of the core.</summary>
public sealed class RoomTests
{
    private const string Root = "CycleGanPS.Core";

    // A new folder is entered here, at the place that its dependencies give it. Folders within a room count as the room.
    private static readonly string[] Rooms =
    [
        "Options",
        "Machine",
        "Files",
        "Threading",
        "Images",
        "Networks",
        "Objectives",
        "Configs",
        "Runs",
        "Models",
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
