<#
.SYNOPSIS
    ConvertTo-EdgeSmoothedImage against OpenCV: time an image, and pixels that differ, on the same pictures in one run.
.DESCRIPTION
    Runs the module and then bench/edges_peer.py (OpenCV in as many processes as there are cores) in turns, both from file to
    PNG, and prints one row for each turn. Processor time says more than time on a machine that does other work as well. The pixels are compared where the source is stored without loss (PNG, BMP).
.EXAMPLE
    ./cgps bench/edges.ps1 -Images data/trainB
#>
[CmdletBinding()]
param(
    # Folder of pictures, of which no two have the same name without extension.
    [Parameter(Mandatory)] [string] $Images,

    # How often each is measured.
    [int] $Turns = 2,

    # A Python with OpenCV and NumPy.
    [string] $Python = '/usr/bin/python3'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
$process = [Diagnostics.Process]::GetCurrentProcess()
$work = Join-Path ([IO.Path]::GetTempPath()) "edges-$([guid]::NewGuid().ToString('N'))"
try {
    # The first pictures pay for the compiler.
    $null = Get-ChildItem -LiteralPath $Images -File | Select-Object -First 40 | ConvertTo-EdgeSmoothedImage -Destination "$work/warm"

    foreach ($turn in 1..$Turns) {
        $process.Refresh()
        $before = $process.TotalProcessorTime
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $results = @(ConvertTo-EdgeSmoothedImage -Path $Images -Destination "$work/ours" -Force)
        $ours = $watch.Elapsed.TotalSeconds
        $process.Refresh()
        [pscustomobject] @{
            Turn = $turn
            Program = 'CycleGanPS'
            Images = $results.Count
            Seconds = [math]::Round($ours, 2)
            MsPerImage = [math]::Round(1000 * $ours / $results.Count, 2)
            ProcessorMsPerImage = [math]::Round(($process.TotalProcessorTime - $before).TotalMilliseconds / $results.Count, 2)
            SecondsFor3400 = [math]::Round(3400 * $ours / $results.Count, 1)
            DifferingPixels = $null
        }

        $lines = @(& $Python "$PSScriptRoot/edges_peer.py" $Images "$work/peer" --compare "$work/ours")
        $peer = $lines[-1] | ConvertFrom-Json
        [pscustomobject] @{
            Turn = $turn
            Program = "OpenCV $($peer.opencv)"
            Images = $peer.images
            Seconds = [math]::Round($peer.seconds, 2)
            MsPerImage = [math]::Round(1000 * $peer.seconds / $peer.images, 2)
            ProcessorMsPerImage = [math]::Round(1000 * $peer.processorSeconds / $peer.images, 2)
            SecondsFor3400 = [math]::Round(3400 * $peer.seconds / $peer.images, 1)
            DifferingPixels = "$($peer.differingPixels) of $($peer.comparedPixels)"
        }
    }
}
finally {
    if (Test-Path -LiteralPath $work) { Remove-Item -LiteralPath $work -Recurse }
}
