using System.IO.Compression;
using System.Numerics;
using CycleGanPS.Core.Files;
using CycleGanPS.Core.Models;
using CycleGanPS.Core.Models.PyTorch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Models.PyTorch;

public class PyTorchArchiveTests
{
    [Theory]
    [InlineData("plain.pt")]
    [InlineData("plain-legacy.pt")]
    [InlineData("plain-deflated.pt")]
    [InlineData("protocol1.pt")]
    [InlineData("protocol3.pt")]
    [InlineData("protocol4.pt")]
    [InlineData("protocol5.pt")]
    public void Reads_every_element_type_in_every_format(string file)
    {
        using var tensors = PyTorchArchive.ReadStateDict(Fixtures.Path("pytorch", file));

        Assert.Equal(
            ["layer.weight", "layer.bias", "half", "bfloat", "double", "long", "int", "byte", "bool", "scalar", "empty"], tensors.Keys);
        Assert.Equal([2, 3], tensors["layer.weight"].shape);
        Assert.Equal([0f, 0.25f, 0.5f, 0.75f, 1f, 1.25f], tensors["layer.weight"].data<float>());
        Assert.Equal([-1.5f, 2.25f], tensors["layer.bias"].data<float>());
        Assert.Equal(ScalarType.Float16, tensors["half"].dtype);
        Assert.Equal([0.5f, -2f, 65504f], tensors["half"].to(ScalarType.Float32).data<float>());
        Assert.Equal(ScalarType.BFloat16, tensors["bfloat"].dtype);
        Assert.Equal([1f, -3f, MathF.Pow(2, 100)], tensors["bfloat"].to(ScalarType.Float32).data<float>());
        Assert.Equal([1e-300, Math.PI], tensors["double"].data<double>());
        Assert.Equal([-(1L << 62), 7L], tensors["long"].data<long>());
        Assert.Equal([-5, 6], tensors["int"].data<int>());
        Assert.Equal([(byte)0, (byte)255], tensors["byte"].data<byte>());
        Assert.Equal([true, false, true], tensors["bool"].data<bool>());
        Assert.Equal(42, tensors["scalar"].ToInt64());
        Assert.Empty(tensors["scalar"].shape);
        Assert.Equal([0, 3], tensors["empty"].shape);
    }

    [Theory]
    [InlineData("module.pt")]
    [InlineData("module-legacy.pt")]
    public void Reads_a_state_dict_with_its_metadata(string file)
    {
        using var tensors = PyTorchArchive.ReadStateDict(Fixtures.Path("pytorch", file));

        Assert.Equal(
            ["0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked"], tensors.Keys);
        Assert.Equal([2, 1, 2, 2], tensors["0.weight"].shape);
        Assert.Equal([1f, 2f], tensors["0.bias"].data<float>());
    }

    [Theory]
    [InlineData("views.pt")]
    [InlineData("views-legacy.pt")]
    public void Reads_views_that_share_a_storage(string file)
    {
        using var tensors = PyTorchArchive.ReadStateDict(Fixtures.Path("pytorch", file));

        Assert.Equal([4, 3], tensors["transposed"].shape);
        Assert.Equal([0f, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11], tensors["transposed"].contiguous().data<float>());
        Assert.Equal([6f, 7, 10, 11], tensors["middle"].contiguous().data<float>());
        Assert.Equal([0f, 0, 0, 0, 0], tensors["expanded"].contiguous().data<float>());

        tensors["base"][1, 2] = torch.tensor(99f);
        Assert.Equal(99f, tensors["transposed"][2, 1].ToSingle());
    }

    [Fact]
    public void Finds_the_weights_in_a_training_checkpoint()
    {
        using var tensors = PyTorchArchive.ReadStateDict(Fixtures.Path("pytorch", "checkpoint.pt"));

        Assert.Equal(["g.weight", "inner.bias"], tensors.Keys);
    }

    [Fact]
    public void Reads_plain_values_of_a_training_checkpoint()
    {
        using var archive = PyTorchArchive.Read(Fixtures.Path("pytorch", "checkpoint.pt"));

        var root = Assert.IsType<OrderedDictionary<object, object?>>(archive.Root);
        Assert.Equal(3L, root["epoch"]);
        Assert.Equal("run é", root["name"]);
        Assert.Equal(2e-4, root["rate"]);
        Assert.Equal(BigInteger.Pow(2, 80), root["big"]);
        Assert.Equal([true, false, null], Assert.IsType<List<object?>>(root["flags"]));
        Assert.Equal([1L, -2L], Assert.IsType<object?[]>(root["pair"]));
        Assert.Equal(["a"], Assert.IsType<List<object?>>(root["names"]));
        Assert.Equal([0, 255], Assert.IsType<byte[]>(root["raw"]));
        Assert.Equal([2L, 3L], Assert.IsType<object?[]>(root["size"]));
    }

    [Theory]
    [InlineData("hostile-system.pt", "posix.system")]
    [InlineData("hostile-eval-legacy.pt", "__builtin__.eval")]
    [InlineData("whole-module.pt", "torch.nn.modules.activation.ReLU")]
    public void Refuses_foreign_objects_by_name_before_any_tensor_exists(string file, string name)
    {
        var tensorsBefore = LiveTensors.Count();

        var fault = Fault(file);

        Assert.Contains($"'{name}'", fault.Message);
        Assert.Equal(tensorsBefore, Tensor.TotalCount);
    }

    [Theory]
    [InlineData("bad-offset.pt", "reaches outside its storage")]
    [InlineData("bad-negative-stride.pt", "stride -1")]
    [InlineData("bad-overflow.pt", "absurd size")]
    [InlineData("bad-expanded.pt", "more than the whole file")]
    [InlineData("bad-count.pt", "16 bytes where its tensor needs 4611686018427387904")]
    [InlineData("bad-missing-record.pt", "'data/0' is not there")]
    [InlineData("bad-byteorder.pt", "byte order 'big'")]
    [InlineData("bad-string.pt", "2147483647 bytes where 4 bytes are left")]
    [InlineData("bad-no-stop.pt", "ends too early")]
    [InlineData("bad-underflow.pt", "without its operand")]
    [InlineData("bad-laughs.pt", "more than 16 deep")]
    [InlineData("bad-cycle.pt", "more than 16 deep")]
    [InlineData("bad-bomb.pt", "in a file that cannot hold them")]
    [InlineData("bad-not-pytorch.pt", "begins with the bytes 47494638")]
    [InlineData("bad-plain-pickle.pt", "torch.save did not write")]
    public void Says_what_is_wrong_with_a_bad_file(string file, string text) => Assert.Contains(text, Fault(file).Message);

    [Theory]
    [InlineData("plain.pt")]
    [InlineData("plain-deflated.pt")]
    [InlineData("plain-legacy.pt")]
    public void A_cut_off_file_is_an_error_at_every_length(string file)
    {
        using TemporaryFolder folder = new();
        var whole = File.ReadAllBytes(Fixtures.Path("pytorch", file));
        var path = folder.File("cut.pt");
        for (var length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(path, whole[..length]);

            var fault = Assert.Throws<CycleGanException>(() => PyTorchArchive.ReadStateDict(path));
            Assert.Equal(FaultKind.UnreadableArchive, fault.Kind);
            Assert.Contains(path, fault.Message);

            // Names and shapes are no use either without the numbers.
            Assert.Equal(FaultKind.UnreadableArchive, Assert.Throws<CycleGanException>(() => PyTorchArchive.Index(path)).Kind);
        }
    }

    [Theory]
    [InlineData("plain.pt")]
    [InlineData("plain-deflated.pt")]
    [InlineData("plain-legacy.pt")]
    public void A_flipped_bit_gives_a_named_error_or_a_file_that_still_reads(string file)
    {
        using TemporaryFolder folder = new();
        var bytes = File.ReadAllBytes(Fixtures.Path("pytorch", file));
        var path = folder.File("flipped.pt");
        Random random = new(1);
        for (var i = 0; i < bytes.Length; i += 3)
        {
            var mask = (byte)(1 << random.Next(8));
            bytes[i] ^= mask;
            File.WriteAllBytes(path, bytes);
            bytes[i] ^= mask;
            try
            {
                PyTorchArchive.ReadStateDict(path).Dispose();
            }
            catch (CycleGanException fault)
            {
                Assert.Equal(FaultKind.UnreadableArchive, fault.Kind);
            }
        }
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var fault = Assert.Throws<CycleGanException>(() => PyTorchArchive.ReadStateDict("/nowhere/weights.pth"));

        Assert.Equal(FaultKind.PathNotFound, fault.Kind);
        Assert.Contains("/nowhere/weights.pth", fault.Message);
    }

    [Fact]
    public void Reads_back_what_it_writes_with_its_extra_records()
    {
        using TemporaryFolder folder = new();
        var path = folder.File("written.pt");
        using var weight = torch.arange(12, ScalarType.Float32).reshape(3, 4);
        using var transposed = weight.t();
        using var half = torch.tensor([1f, 2f]).to(ScalarType.Float16);
        using var empty = torch.zeros(0, 2);
        KeyValuePair<string, Tensor>[] tensors =
            [new("weight", weight), new("größe.t", transposed), new("half", half), new("empty", empty), new("count", torch.tensor(5L))];

        PyTorchArchive.Write(path, tensors, new Dictionary<string, string> { ["cyclegan.json"] = """{"a": "ü"}""" });

        using var read = PyTorchArchive.ReadStateDict(path);
        Assert.Equal(tensors.Select(pair => pair.Key), read.Keys);
        Assert.Equal(transposed.contiguous().data<float>().ToArray(), read["größe.t"].data<float>().ToArray());
        Assert.Equal([4, 3], read["größe.t"].shape);
        Assert.Equal(ScalarType.Float16, read["half"].dtype);
        Assert.Equal([0, 2], read["empty"].shape);
        Assert.Equal(5, read["count"].ToInt64());
        Assert.Equal("""{"a": "ü"}""", read.Records["cyclegan.json"]);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    /// <summary>Python writes the identifier of a storage as text then, which torch.load does not read either.</summary>
    [Fact]
    public void Refuses_tensors_of_protocol_0_by_name()
    {
        using TemporaryFolder folder = new();
        var path = folder.File("protocol0.pt");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using StreamWriter pickle = new(zip.CreateEntry("archive/data.pkl").Open());
            pickle.Write("(dp0\nVweight\np1\nctorch._utils\n_rebuild_tensor_v2\np2\n(P('storage', <class 'torch.FloatStorage'>, '0', 'cpu', 6)\n");
        }

        var fault = Assert.Throws<CycleGanException>(() => PyTorchArchive.ReadStateDict(path));
        Assert.Equal(FaultKind.UnreadableArchive, fault.Kind);
        Assert.Contains("PERSID (a persistent object as text)", fault.Message);
    }

    /// <summary>What PyTorch's own reader relies on; PyTorch 1.13 was seen to load a file of this layout, also with weights_only.</summary>
    [Fact]
    public void Writes_the_layout_of_PyTorch()
    {
        using TemporaryFolder folder = new();
        var path = folder.File("written.pt");
        using var weight = torch.arange(100, ScalarType.Float32);

        PyTorchArchive.Write(path, [new("first", weight), new("second", weight)], new Dictionary<string, string> { ["cyclegan.json"] = "{}" });

        var bytes = File.ReadAllBytes(path);
        using var zip = ZipFile.OpenRead(path);
        Assert.Equal(
            ["archive/data.pkl", "archive/byteorder", "archive/cyclegan.json", "archive/data/0", "archive/data/1", "archive/version"],
            zip.Entries.Select(entry => entry.FullName));
        Assert.All(zip.Entries, entry => Assert.Equal(entry.Length, entry.CompressedLength));
        var elements = weight.bytes.ToArray();
        Assert.Equal(0, bytes.AsSpan().IndexOf(elements) % 64);
        Assert.Equal(0, bytes.AsSpan().LastIndexOf(elements) % 64);
    }

    [Fact]
    public void A_fault_while_writing_leaves_the_old_file_and_nothing_else()
    {
        using TemporaryFolder folder = new();
        var path = folder.File("kept.pt");
        File.WriteAllText(path, "old");

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    private static CycleGanException Fault(string file)
    {
        var path = Fixtures.Path("pytorch", file);
        var fault = Assert.Throws<CycleGanException>(() => PyTorchArchive.ReadStateDict(path));
        Assert.Equal(FaultKind.UnreadableArchive, fault.Kind);
        Assert.Contains(path, fault.Message);
        return fault;
    }
}
