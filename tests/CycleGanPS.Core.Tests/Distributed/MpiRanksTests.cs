using CycleGanPS.Core.Distributed;
using CycleGanPS.Core.Machine;
using Xunit;

namespace CycleGanPS.Core.Tests.Distributed;

public sealed class MpiRanksTests
{
    [Theory]
    [InlineData("", false)]
    [InlineData("OMPI_COMM_WORLD_SIZE=2", true)]
    [InlineData("OMPI_COMM_WORLD_SIZE=1", false)]
    [InlineData("PMI_SIZE=4;SLURM_NTASKS=4", true)]
    [InlineData("SLURM_NTASKS=4;SLURM_PROCID=1", false)]
    [InlineData("SLURM_NTASKS=4;PMIX_RANK=1", true)]
    public void SeesWhetherItWasStartedAsOneOfSeveral(string variables, bool expected) =>
        Assert.Equal(expected, MpiRanks.IsStartedForSeveral(Environment(variables)));

    [Fact]
    public void SaysWhichLibrariesItTried()
    {
        var fault = Assert.Throws<CycleGanException>(() => MpiLibrary.Load(Environment("PMI_SIZE=2;CYCLEGANPS_MPI=libnothing.so.7")));
        Assert.Equal(FaultKind.NativeLibraryUnavailable, fault.Kind);
        Assert.Contains("tried libnothing.so.7", fault.Message);
    }

    [Fact]
    public void RefusesALibraryOfAnotherKind()
    {
        NativeLibraries.EnsureLoadable();
        var fault = Assert.Throws<CycleGanException>(() => MpiLibrary.Load(Environment($"PMI_SIZE=2;CYCLEGANPS_MPI={NativeLibraries.BindingPath}")));
        Assert.Contains($"{NativeLibraries.BindingPath} is neither Open MPI nor", fault.Message);
    }

    [Fact]
    public void CollectsAndSharesValues() =>
        Assert.Equal(["0+1+2", "0+1+2", "0+1+2"], ThreadRanks.Run(3, ranks => ranks.Share(string.Join('+', ranks.Collect(ranks.Rank)))));

    private static Func<string, string?> Environment(string variables)
    {
        var table = variables.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split('='))
            .ToDictionary(entry => entry[0], entry => entry[1]);
        return name => table.GetValueOrDefault(name);
    }
}
