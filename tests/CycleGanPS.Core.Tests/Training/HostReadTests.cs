using CycleGanPS.Core.Networks.Convolutions;
using CycleGanPS.Core.Networks.Convolutions.Winograd;
using CycleGanPS.Core.Objectives;
using CycleGanPS.Core.Training;
using dnlib.DotNet;
using Xunit;

namespace CycleGanPS.Core.Tests.Training;

/// <summary>
/// A copy to the host makes a GPU wait. Without one at hand, the compiled code is searched: everything that a step can
/// reach, and in it every call that copies a tensor to the host.
/// </summary>
public sealed class HostReadTests
{
    private static readonly HashSet<string> Reads =
    [
        "item", "cpu", "numpy", "tolist", "get_bytes", "set_bytes", "data", "ToBoolean", "ToByte", "ToSByte", "ToInt16", "ToInt32", "ToInt64", "ToHalf",
        "ToSingle", "ToDouble", "ToComplex32", "ToComplex64", "nonzero", "is_nonzero", "equal", "allclose", "print", "ToString", "str", "cstr",
        "jlstr", "npstr", "synchronize",
    ];

    [Fact]
    public void AStepReadsNothingBack()
    {
        var reads = HostReads(ReachableFrom(nameof(CycleGanStep), nameof(CycleGanStep.Run)));

        Assert.Equal(
            [
                // Only on a processor, where there is nothing to copy: FastConvolution.Matches asks for the device.
                "Maps.Pointer reads get_bytes",
                // Only with several ranks, whose gradients travel from host to host.
                "Team.Average reads cpu",
                "Team.Average reads get_bytes",
                // Only with OnNonFinite = Skip, whose description says that it costs this.
                "UpdateGuard.IsFinite reads item",
            ],
            reads);
    }

    [Fact]
    public void TheLossesAreReadInOneCopy()
    {
        var reads = HostReads(ReachableFrom(nameof(StepLosses), nameof(StepLosses.Read)));

        Assert.Equal(["StepLosses.Read reads cpu", "StepLosses.Read reads data"], reads);
    }

    [Fact]
    public void AnUploadReadsNothingBack() =>
        Assert.Empty(HostReads(ReachableFrom("TrainingBatch", "Upload")));

    [Fact]
    public void TheSearchFindsWhatIsThere()
    {
        var reached = ReachableFrom(nameof(CycleGanStep), nameof(CycleGanStep.Run)).Select(Name).ToHashSet();

        // Through calls, virtual calls, lambdas and functions that autograd calls.
        Assert.Superset(
            new HashSet<string>
            {
                "GeneratorUpdate.Differentiate", "DiscriminatorUpdate.Run", "WassersteinGpObjective.OfDiscriminator", "GradientPenalty.Compute",
                "AdamOptimizer.Step", "ImagePool.Exchange", "GeneratorNetwork.forward", "PatchDiscriminator.forward",
                "ConvolutionFunction.backward", "Strip.Fill",
            },
            reached.Where(name => !name.StartsWith('<')).ToHashSet());
        Assert.DoesNotContain("StepLosses.Read", reached);
    }

    private static string[] HostReads(IEnumerable<MethodDef> methods) =>
    [
        .. methods
            .SelectMany(method => Calls(method)
                .Where(call => call.DeclaringType is { } type && type.DefinitionAssembly?.Name == "TorchSharp" && Reads.Contains(call.Name))
                .Select(call => $"{Name(method)} reads {call.Name}"))
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    private static HashSet<MethodDef> ReachableFrom(string type, string method)
    {
        var module = ModuleDefMD.Load(typeof(CycleGanStep).Assembly.Location);
        var all = module.GetTypes().SelectMany(definition => definition.Methods).ToList();
        var overrides = all.Where(candidate => candidate.IsVirtual).ToLookup(candidate => candidate.Name.String);
        var reached = new HashSet<MethodDef>();
        var waiting = new Stack<MethodDef>(all.Where(candidate => candidate.DeclaringType.Name == type && candidate.Name == method));
        Assert.NotEmpty(waiting);
        while (waiting.TryPop(out var current))
        {
            if (!reached.Add(current))
            {
                continue;
            }

            foreach (var call in Calls(current))
            {
                foreach (var target in Targets(call, module, overrides))
                {
                    waiting.Push(target);
                }
            }
        }

        return reached;
    }

    // What a call in our code can lead to in our code.
    private static IEnumerable<MethodDef> Targets(IMethod call, ModuleDef module, ILookup<string, MethodDef> overrides)
    {
        // TorchSharp calls back: call becomes forward, apply becomes forward and backward.
        if (call.DeclaringType?.DefinitionAssembly?.Name == "TorchSharp")
        {
            return call.Name.String switch
            {
                "call" => overrides["forward"],
                "apply" => overrides["forward"].Concat(overrides["backward"]),
                _ => [],
            };
        }

        if (call.ResolveMethodDef() is not { } method || method.Module != module)
        {
            return [];
        }

        // An iterator or a closure is made here and run by whoever gets it.
        var made = method.IsConstructor && method.DeclaringType.Name.StartsWith("<") ? method.DeclaringType.Methods : [];
        return (method.IsVirtual ? overrides[method.Name] : []).Append(method).Concat(made);
    }

    private static IEnumerable<IMethod> Calls(MethodDef method) =>
        method.Body?.Instructions.Select(instruction => instruction.Operand).OfType<IMethod>().Where(call => call.IsMethod) ?? [];

    private static string Name(MethodDef method) => $"{method.DeclaringType.Name}.{method.Name}";
}
