using System.Management.Automation;
using CycleGanPS.Core.Machine;

namespace CycleGanPS.Commands;

/// <summary>Get-CycleGanDevice: what there is to train on.</summary>
[Cmdlet(VerbsCommon.Get, "CycleGanDevice")]
[OutputType(typeof(DeviceInfo))]
public sealed class GetCycleGanDeviceCommand : CycleGanCommand
{
    protected override void Process()
    {
        foreach (var device in DeviceInfo.List())
        {
            device.Advice = Remedies.Of(device.Remedy);
            WriteObject(device);
        }
    }
}
