using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Options;
using Xunit;

namespace CycleGanPS.Core.Tests.Machine;

public class DeviceInfoTests
{
    private static readonly (string Name, long MemoryBytes)[] TwoGpus = [("NVIDIA H200", 150_000_000_000), ("NVIDIA T4", 0)];

    [Fact]
    public void Without_a_tensor_library_nothing_can_be_used_and_each_device_says_why()
    {
        var devices = DeviceInfo.List(TwoGpus, threads: null, usableGpus: 0);

        Assert.Equal(["cpu", "cuda:0", "cuda:1"], devices.Select(device => device.Name));
        Assert.DoesNotContain(devices, device => device.Usable || device.Default);
        Assert.Equal([Remedy.InstallRuntime, Remedy.InstallCudaRuntime, Remedy.InstallCudaRuntime], devices.Select(device => device.Remedy));
        Assert.True(devices[0].MemoryBytes > 0);
    }

    [Fact]
    public void With_one_for_processors_a_GPU_is_there_and_cannot_be_used()
    {
        var devices = DeviceInfo.List(TwoGpus, threads: 4, usableGpus: 0);

        Assert.Equal([true, false, false], devices.Select(device => device.Usable));
        Assert.Equal([true, false, false], devices.Select(device => device.Default));
        Assert.Equal((4, Remedy.None), (devices[0].Threads, devices[0].Remedy));
        Assert.Equal(("NVIDIA H200", 150_000_000_000, Remedy.InstallCudaRuntime), (devices[1].Model, devices[1].MemoryBytes, devices[1].Remedy));
        Assert.Null(devices[2].MemoryBytes);
    }

    [Fact]
    public void With_one_for_Cuda_the_first_GPU_is_taken()
    {
        var devices = DeviceInfo.List(TwoGpus, threads: 4, usableGpus: 2);

        Assert.All(devices, device => Assert.True(device.Usable));
        Assert.Equal("cuda:0", Assert.Single(devices, device => device.Default).Name);
        Assert.Equal(DeviceKind.Cuda, devices[1].Kind);
        Assert.All(devices, device => Assert.Equal(Remedy.None, device.Remedy));
    }

    [Fact]
    public void What_libtorch_sees_is_listed_where_the_driver_tells_nothing() =>
        Assert.Equal(["cpu", "cuda:0"], DeviceInfo.List([], threads: 4, usableGpus: 1).Select(device => device.Name));
}
