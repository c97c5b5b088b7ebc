using System.Buffers.Binary;
using CycleGanPS.Core.Runs;
using CycleGanPS.Core.Training;
using Google.Protobuf;
using Xunit;

namespace CycleGanPS.Core.Tests.Training;

/// <summary>Event files, read by TensorBoard's format alone: records with check sums, protobuf messages by their field numbers.</summary>
public sealed class TensorBoardLogTests : IDisposable
{
    private readonly TinyRun _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void AnotherReaderFindsLossesScoresAndSamples()
    {
        var options = _tiny.Options with { TensorBoard = true, EvaluateInterval = 1 };
        var run = _tiny.Folder("board");
        foreach (var progress in new Trainer(TrainingPlan.Create(options), run, evaluator: new FixedScores()).Run(StartMode.New, CancellationToken.None))
        {
            Assert.Empty(progress.Warnings);
        }

        var values = Events(Assert.Single(Directory.GetFiles(run.TensorBoard))).ToList();
        var losses = run.ReadLosses().ToList();
        Assert.Equal(losses.Select(loss => (loss.Step, (float)loss.Generator)), Scalars(values, "loss/Generator"));
        Assert.Equal(losses.Select(loss => (loss.Step, (float)loss.LearningRate)), Scalars(values, "schedule/LearningRate"));
        Assert.Equal([(5L, 2.5f), (10L, 2.5f)], Scalars(values, "score/Swd"));
        Assert.Empty(Scalars(values, "score/Fid"));
        Assert.Empty(Scalars(values, "loss/Wasserstein"));
        var samples = values.Where(value => value.Tag == "samples").ToList();
        Assert.Equal([3L, 6, 9], samples.Select(value => value.Step));
        using var sheet = SkiaSharp.SKBitmap.Decode(Path.Combine(run.Samples, "000003.png"));
        using var shown = SkiaSharp.SKBitmap.Decode(samples[0].Image);
        Assert.Equal(sheet.Pixels, shown.Pixels);
    }

    [Fact]
    public void ADiskThatRefusesEndsTheLogAlone()
    {
        var options = _tiny.Options with { TensorBoard = true };
        var run = _tiny.Folder("refused");
        var warnings = new List<string>();
        foreach (var progress in new Trainer(TrainingPlan.Create(options), run).Run(StartMode.New, CancellationToken.None))
        {
            warnings.AddRange(progress.Warnings);
            if (progress.Step == 1 && warnings.Count == 0)
            {
                // Where the folder was is a file.
                Directory.Delete(run.TensorBoard, recursive: true);
                File.WriteAllText(run.TensorBoard, "");
            }
        }

        Assert.StartsWith($"The log for TensorBoard in '{run.TensorBoard}' ends here: ", Assert.Single(warnings));
        Assert.Equal(RunStatus.Finished, run.Read().Status);
    }

    private static IEnumerable<(long, float)> Scalars(IEnumerable<Value> values, string tag) =>
        values.Where(value => value.Tag == tag).Select(value => (value.Step, value.Scalar!.Value));

    // A record is its length, the length's check sum, the data, and their check sum.
    private static IEnumerable<Value> Events(string path)
    {
        var bytes = File.ReadAllBytes(path);
        for (var at = 0; at < bytes.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
            Assert.Equal(MaskedSum(bytes.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            var data = bytes.AsSpan(at + 12, length).ToArray();
            Assert.Equal(MaskedSum(data), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)));
            at += 12 + length + 4;
            long step = 0;
            byte[]? summary = null;
            foreach (var (field, number, content) in Fields(data))
            {
                step = field == 2 ? number : step;
                summary = field == 5 ? content : summary;
            }

            foreach (var (_, _, content) in summary is null ? [] : Fields(summary))
            {
                yield return Read(step, content!);
            }
        }
    }

    private static Value Read(long step, byte[] message)
    {
        var value = new Value { Step = step };
        foreach (var (field, number, content) in Fields(message))
        {
            value = field switch
            {
                1 => value with { Tag = System.Text.Encoding.UTF8.GetString(content!) },
                2 => value with { Scalar = BitConverter.Int32BitsToSingle((int)number) },
                4 => value with { Image = Fields(content!).Single(inner => inner.Field == 4).Content },
                _ => value,
            };
        }

        return value;
    }

    private static List<(int Field, long Number, byte[]? Content)> Fields(byte[] message)
    {
        var fields = new List<(int, long, byte[]?)>();
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
        {
            var field = WireFormat.GetTagFieldNumber(tag);
            fields.Add(WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => (field, input.ReadInt64(), null),
                WireFormat.WireType.Fixed64 => (field, (long)input.ReadFixed64(), null),
                WireFormat.WireType.Fixed32 => (field, input.ReadFixed32(), null),
                _ => (field, 0, input.ReadBytes().ToByteArray()),
            });
        }

        return fields;
    }

    // CRC-32C, turned and shifted as the format has it.
    private static uint MaskedSum(ReadOnlySpan<byte> data)
    {
        var sum = uint.MaxValue;
        foreach (var one in data)
        {
            sum = System.Numerics.BitOperations.Crc32C(sum, one);
        }

        sum = ~sum;
        return unchecked(((sum >> 15) | (sum << 17)) + 0xa282ead8);
    }

    private sealed record Value
    {
        public long Step { get; init; }

        public string? Tag { get; init; }

        public float? Scalar { get; init; }

        public byte[]? Image { get; init; }
    }

    private sealed class FixedScores : IRunEvaluator
    {
        public EvaluationScores Measure(Action<string> save) => new(null, null, 2.5, null, 1, null);
    }
}
