<#
.SYNOPSIS
    Training steps and generator inference against PyTorch and against the machine's limit, in turns.
.DESCRIPTION
    Two workers stay loaded, ours (bench/CycleGanPS.Bench) and PyTorch's (bench/peer.py), and take turns at each workload; neither
    works while the other does. One row a workload: medians, the ratio of each round's pair, and our share of what a convolution
    alone reaches in the same run. Other programs on the machine spoil it: the spread says how much.
.EXAMPLE
    ./cgps bench/run.ps1
.EXAMPLE
    ./cgps bench/run.ps1 -Workload 'step 64 1', 'generator 256 256 1' -Rounds 9
#>
[CmdletBinding()]
param(
    # step SIZE BATCH, or generator HEIGHT WIDTH BATCH.
    [string[]] $Workload = @(
        'step 64 1', 'step 64 4', 'step 128 1', 'step 128 4', 'step 256 1', 'step 256 4'
        'generator 256 256 1', 'generator 256 256 4', 'generator 768 1024 1'
    ),

    # Turns of each worker at each workload.
    [ValidateRange(1, 1000)] [int] $Rounds = 5,

    # A Python with torch.
    [string] $Python = '/usr/bin/python3'
)

$ErrorActionPreference = 'Stop'
# From a command line a list comes as one text.
$Workload = @($Workload -split ',' | ForEach-Object Trim)
& dotnet build "$PSScriptRoot/CycleGanPS.Bench" --configuration Release --nologo --verbosity quiet | Out-Null
if ($LASTEXITCODE) { throw 'bench/CycleGanPS.Bench could not be built.' }

function Start-Worker([string] $Program, [string] $Argument) {
    $start = [Diagnostics.ProcessStartInfo]::new($Program)
    $start.ArgumentList.Add($Argument)
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    [Diagnostics.Process]::Start($start)
}

# Seconds of one run after a first one that does not count, floating-point operations, and resident megabytes.
function Invoke-Worker($Worker, [string] $What) {
    $name, $numbers = $What -split ' ', 2
    $Worker.StandardInput.WriteLine("$name 1 $numbers")
    $Worker.StandardInput.Flush()
    $line = $Worker.StandardOutput.ReadLine()
    if (-not $line) { throw "The worker ended at '$What'." }
    $seconds, $rest = $line -split ' \| '
    $operations, $kilobytes = $rest -split ' '
    [pscustomobject] @{ Seconds = [double] $seconds; Operations = [double] $operations; ResidentMB = [math]::Round([double] $kilobytes / 1024) }
}

function Get-Median([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    ($sorted[[math]::Floor(($sorted.Count - 1) / 2)] + $sorted[[math]::Floor($sorted.Count / 2)]) / 2
}

$ours = Start-Worker 'dotnet' "$PSScriptRoot/CycleGanPS.Bench/bin/Release/net10.0/cyclegan-bench.dll"
$peer = Start-Worker $Python "$PSScriptRoot/peer.py"
try {
    foreach ($what in $Workload) {
        $turns = foreach ($round in 1..$Rounds) {
            $limit = Invoke-Worker $ours 'convolution 256 64'
            $own = Invoke-Worker $ours $what
            $other = Invoke-Worker $peer $what
            [pscustomobject] @{ Own = $own; Other = $other; Ratio = $other.Seconds / $own.Seconds; Limit = $limit.Operations / $limit.Seconds }
        }
        $ratios = @($turns.Ratio | Sort-Object)
        $limit = ($turns.Limit | Measure-Object -Maximum).Maximum
        $seconds = Get-Median $turns.Own.Seconds
        [pscustomobject] @{
            Workload = $what
            Ms = [math]::Round(1000 * $seconds)
            PyTorchMs = [math]::Round(1000 * (Get-Median $turns.Other.Seconds))
            Ratio = [math]::Round((Get-Median $ratios), 2)
            Least = [math]::Round($ratios[0], 2)
            Most = [math]::Round($ratios[-1], 2)
            ShareOfLimit = [math]::Round($turns[0].Own.Operations / $seconds / $limit, 2)
            ResidentMB = ($turns.Own.ResidentMB | Measure-Object -Maximum).Maximum
            PyTorchMB = ($turns.Other.ResidentMB | Measure-Object -Maximum).Maximum
        }
    }
}
finally {
    foreach ($worker in $ours, $peer) {
        $worker.StandardInput.Close()
        if (-not $worker.WaitForExit(5000)) { $worker.Kill() }
    }
}
