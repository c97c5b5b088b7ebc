using CycleGanPS.Core.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Tests.Models;

public class SafeTensorsTests
{
    [Fact]
    public void Reads_tensors_and_metadata()
    {
        using var tensors = SafeTensors.Read(Fixtures.Path("pytorch", "plain.safetensors"));

        Assert.Equal([1f, 2, 3, 4], tensors["a"].data<float>());
        Assert.Equal([2, 2], tensors["a"].shape);
        Assert.Equal([0.5f, -1f], tensors["b"].to(ScalarType.Float32).data<float>());
        Assert.Equal("pt", tensors.Records["format"]);
    }

    [Fact]
    public void Reads_back_what_it_writes()
    {
        using TemporaryFolder folder = new();
        using var weight = torch.arange(6, ScalarType.Float32).reshape(2, 3);
        using var transposed = weight.t();

        SafeTensors.Write(
            folder.File("a.safetensors"), [new("w", transposed), new("n", torch.tensor(7L))], new Dictionary<string, string> { ["key"] = "value" });

        using var read = SafeTensors.Read(folder.File("a.safetensors"));
        Assert.Equal([0f, 3, 1, 4, 2, 5], read["w"].data<float>());
        Assert.Equal(7, read["n"].ToInt64());
        Assert.Equal("value", read.Records["key"]);
    }

    [Theory]
    [InlineData("bad-overlap.safetensors", "overlaps another")]
    [InlineData("bad-shape.safetensors", "absurd size")]
    [InlineData("bad-short.safetensors", "8 bytes of elements where the header describes 16")]
    [InlineData("bad-json.safetensors", "not the JSON")]
    [InlineData("bad-header.safetensors", "a header of 4611686018427387904 bytes")]
    public void Says_what_is_wrong_with_a_bad_file(string file, string text)
    {
        var fault = Assert.Throws<CycleGanException>(() => SafeTensors.Read(Fixtures.Path("pytorch", file)));

        Assert.Equal(FaultKind.UnreadableArchive, fault.Kind);
        Assert.Contains(text, fault.Message);
    }
}
