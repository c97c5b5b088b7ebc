using CycleGanPS.Core.Options;
using CycleGanPS.Core.Tests.Training;
using CycleGanPS.Core.Training;
using dnlib.DotNet;
using Xunit;

namespace CycleGanPS.Core.Tests;

public sealed class LongRunTests
{
    /// <param name="filters">With 8 the residual blocks are wide enough for Winograd's convolutions.</param>
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void TensorsAndThreadsStayAsManyOverHundredsOfSteps(int filters)
    {
        using var tiny = new TinyRun();
        var options = tiny.Options with { Filters = filters, Epochs = 60, CheckpointInterval = 1000, SampleInterval = 50, LogInterval = 10 };
        var tensors = new List<long>();
        var threads = new List<int>();
        foreach (var progress in new Trainer(TrainingPlan.Create(options), tiny.Folder("run")).Run(StartMode.New, CancellationToken.None))
        {
            if (progress.Step % 50 == 0)
            {
                tensors.Add(LiveTensors.Count());
                threads.Add(System.Diagnostics.Process.GetCurrentProcess().Threads.Count);
            }
        }

        Assert.Equal(6, tensors.Count);
        Assert.All(tensors.Skip(1), count => Assert.Equal(tensors[0], count));
        Assert.InRange(threads[^1], 1, threads[0] + 8);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void ARunUnderConstantCollectionsGivesTheSameNumbers(int filters)
    {
        using var tiny = new TinyRun();
        var options = tiny.Options with { Filters = filters, Epochs = 4 };
        var calm = tiny.Folder("calm");
        TinyRun.Train(options, calm, StartMode.New);
        var disturbed = tiny.Folder("disturbed");
        using var done = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            TinyRun.Train(options, disturbed, StartMode.New);
        }
        finally
        {
            done.Cancel();
            collector.Join();
        }

        Assert.Equal(TinyRun.Results(calm), TinyRun.Results(disturbed));
    }

    // The build refuses what BannedSymbols.txt lists, but does not see the operator in a += b.
    [Fact]
    public void NoCompoundAssignmentMakesAScalarThatTheCollectorMayTake()
    {
        using var module = ModuleDefMD.Load(typeof(TrainingOptions).Assembly.Location);
        var banned =
            from method in module.GetTypes().SelectMany(type => type.Methods)
            where method.HasBody
            from call in method.Body.Instructions.Select(instruction => instruction.Operand).OfType<IMethod>()
            where call.IsMethod && call.DeclaringType.FullName == "TorchSharp.torch/Tensor" && IsBanned(call)
            select $"{method.DeclaringType.Name}.{method.Name} calls {call.Name}";

        Assert.Empty(banned);
    }

    private static bool IsBanned(IMethod call) =>
        call.Name == "op_Addition"
        || (call.Name.String is "op_Subtraction" or "op_Multiply" or "op_Division" or "op_Modulus"
            && call.MethodSig.Params.Any(parameter => parameter.IsPrimitive));
}
