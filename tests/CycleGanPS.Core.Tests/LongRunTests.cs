using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using CycleGanPS.Core.Options;
using CycleGanPS.Core.Tests.Training;
using CycleGanPS.Core.Training;
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

    // TorchSharp's own conversion makes a Scalar that nothing keeps alive during the native call: see Scalars.
    [Fact]
    public void NoNumberIsConvertedToAScalarThatTheCollectorMayTake()
    {
        using var file = File.OpenRead(typeof(TrainingOptions).Assembly.Location);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();

        // Of two tensors' sum the hidden factor 1 is such a scalar.
        var forbidden = metadata.MemberReferences
            .Where(handle => NameOf(metadata, handle) is "Scalar.op_Implicit" or "Tensor.op_Addition"
                || (NameOf(metadata, handle) is "Tensor.add" or "Tensor.add_" && TakesOneTensor(metadata, handle)))
            .ToDictionary(handle => MetadataTokens.GetToken(handle), handle => NameOf(metadata, handle));
        var callers =
            from method in metadata.MethodDefinitions.Select(metadata.GetMethodDefinition)
            where method.RelativeVirtualAddress != 0
            let code = image.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()
            from token in forbidden
            where Calls(code, token.Key)
            let type = metadata.GetTypeDefinition(method.GetDeclaringType())
            select $"{metadata.GetString(type.Name)}.{metadata.GetString(method.Name)} calls {token.Value}";

        Assert.True(!callers.Any(), string.Join("\n", callers));
    }

    private static string NameOf(MetadataReader metadata, MemberReferenceHandle handle)
    {
        var member = metadata.GetMemberReference(handle);
        return member.Parent.Kind == HandleKind.TypeReference
            ? $"{metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name)}.{metadata.GetString(member.Name)}"
            : "";
    }

    // A signature is flags, count, return type, types; a tensor's method that takes one tensor has the same type twice.
    private static bool TakesOneTensor(MetadataReader metadata, MemberReferenceHandle handle)
    {
        var signature = metadata.GetBlobBytes(metadata.GetMemberReference(handle).Signature).AsSpan();
        var types = signature[2..];
        return signature[1] == 1 && types.Length % 2 == 0 && types[..(types.Length / 2)].SequenceEqual(types[(types.Length / 2)..]);
    }

    private static bool Calls(byte[] code, int token)
    {
        const byte Call = 0x28;
        ReadOnlySpan<byte> instruction = [Call, (byte)token, (byte)(token >> 8), (byte)(token >> 16), (byte)(token >> 24)];
        return code.AsSpan().IndexOf(instruction) >= 0;
    }
}
