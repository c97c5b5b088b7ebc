<#
.SYNOPSIS
    Measure-Fid against PyTorch: features a second and the time of the distance, on the same pictures in one run.
.DESCRIPTION
    Runs the module and then bench/fid_peer.py (the same network in PyTorch, as pytorch-fid runs it) in turns, and prints one row
    for each turn. Processor time says more than time on a machine that does other work as well. The FID of both is printed: they must agree.
.EXAMPLE
    ./cgps bench/fid.ps1 -Real data/testA -Fake data/testB -Weights pt_inception-2015-12-05-6726825d.pth
#>
[CmdletBinding()]
param(
    # Folder of real pictures.
    [Parameter(Mandatory)] [string] $Real,

    # Folder of fake pictures.
    [Parameter(Mandatory)] [string] $Fake,

    # Inception weights in the layout of pytorch-fid.
    [Parameter(Mandatory)] [string] $Weights,

    # How often each is measured.
    [int] $Turns = 2,

    # A Python with torch, torchvision, NumPy and Pillow.
    [string] $Python = '/usr/bin/python3',

    # Also the time of scipy.linalg.sqrtm, which can take minutes.
    [switch] $Sqrtm
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
$process = [Diagnostics.Process]::GetCurrentProcess()

# The first call loads the tensor library; no turn should pay for that.
$null = Measure-Fid $Real $Fake -Weights $Weights -WarningAction SilentlyContinue

foreach ($turn in 1..$Turns) {
    $process.Refresh()
    $before = $process.TotalProcessorTime
    $score = Measure-Fid $Real $Fake -Weights $Weights -WarningAction SilentlyContinue
    $process.Refresh()
    $images = $score.RealCount + $score.FakeCount
    [pscustomobject] @{
        Turn = $turn
        Program = 'CycleGanPS'
        ImagesPerSecond = [math]::Round($images / $score.FeatureSeconds, 1)
        ProcessorMsPerImage = [math]::Round(($process.TotalProcessorTime - $before).TotalMilliseconds / $images, 1)
        DistanceSeconds = [math]::Round($score.Seconds - $score.FeatureSeconds, 3)
        Fid = [math]::Round($score.Fid, 5)
    }

    $arguments = @("$PSScriptRoot/fid_peer.py", $Real, $Fake, '--weights', $Weights)
    if ($Sqrtm) { $arguments += '--sqrtm' }
    $lines = @(& $Python @arguments 2>$null)
    $peer = $lines[-1] | ConvertFrom-Json
    [pscustomobject] @{
        Turn = $turn
        Program = "PyTorch $($peer.torch)"
        ImagesPerSecond = [math]::Round($peer.images / $peer.seconds, 1)
        ProcessorMsPerImage = [math]::Round(1000 * $peer.processorSeconds / $peer.images, 1)
        DistanceSeconds = $(if ($Sqrtm) { [math]::Round($peer.sqrtmSeconds, 3) })
        Fid = [math]::Round($peer.fid, 5)
    }
}
