<#
.SYNOPSIS
    What several ranks of an MPI job cost: a step of two of them with one thread each, beside one process with two threads and their batches together.
.DESCRIPTION
    Trains each for some steps, in turns, and prints medians: milliseconds a step, and what of them went into averaging gradients, with waiting for
    the slower rank. Both make the same steps, to rounding. The networks are those of the quickstart, of the small studies and the full one.
.EXAMPLE
    ./cgps bench/ranks.ps1
.EXAMPLE
    ./cgps bench/ranks.ps1 -Launcher mpirun.mpich -Network Quick -Rounds 1
#>
[CmdletBinding()]
param(
    # What starts a job; by default what is installed.
    [string[]] $Launcher = @('mpirun.openmpi', 'mpirun.mpich', 'mpirun' | Where-Object { Get-Command -Name $_ -CommandType Application -ErrorAction Ignore } | Select-Object -First 2),

    [ValidateSet('Quick', 'Small', 'Full')] [string[]] $Network = @('Quick', 'Small', 'Full'),

    # Trainings for each row.
    [ValidateRange(1, 20)] [int] $Rounds = 3,

    # Steps of each, the first five of which are not counted.
    [ValidateRange(10, 10000)] [int] $Steps = 40
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $PSScriptRoot
Import-Module "$root/module/CycleGanPS/CycleGanPS.psd1"
$work = Join-Path ([IO.Path]::GetTempPath()) "ranks-$([guid]::NewGuid().ToString('N'))"
$networks = @{ Quick = 64, 16, 3; Small = 64, 24, 4; Full = 128, 64, 9 }

function Get-Median([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    $sorted[[math]::Floor($sorted.Count / 2)]
}

# Trains once, and gives milliseconds a step and what the averaging took of them.
function Measure-Training([string] $Config, [string] $Launcher, [int] $Batch, [int] $Threads) {
    $run = "$work/run"
    $command = "`$ProgressPreference = 'SilentlyContinue'; Start-CycleGanTraining '$Config' -Set @{ BatchSize = $Batch } -Threads $Threads -Output '$run' -Force -Verbose | Out-Null"
    $options = if ($Launcher -and (& $Launcher --version) -join ' ' -match 'Open MPI|OpenRTE|prte') { '--allow-run-as-root', '--oversubscribe' } else { @() }
    $text = if ($Launcher) { & $Launcher @options -n 2 "$root/cgps" -c $command 2>&1 } else { & "$root/cgps" -c $command 2>&1 }
    if (-not (Test-Path -LiteralPath "$run/losses.csv")) { throw "The training has failed: $text" }
    $losses = @(Get-CycleGanLoss $run)
    $averaging = if (($text -join ' ') -match 'Of each step ([\d.]+) ms went into averaging ([\d.]+) MB') { [double] $Matches[1], [double] $Matches[2] } else { 0, 0 }
    [pscustomobject]@{
        Step = 1000 * ($losses[-1].Seconds - $losses[4].Seconds) / ($losses[-1].Step - $losses[4].Step)
        Averaging = $averaging[0]
        Megabytes = $averaging[1]
    }
}

try {
    $null = New-CycleGanDemoData "$work/data" -Count ($Steps * 2) -TestCount 1 -Size 128 -Seed 1
    foreach ($name in $Network) {
        $size, $filters, $blocks = $networks[$name]
        $config = "$work/$name.psd1"
        "@{ DataRoot = '$work/data'; ImageSize = $size; LoadSize = $size; Filters = $filters; ResidualBlocks = $blocks; Epochs = 1; Seed = 1; Device = 'Cpu'; PoolSize = 0
            LogInterval = 1; SampleInterval = 0; CheckpointMinutes = 0; Workers = 1; Precision = 'Float32' }" > $config
        $found = @{}
        foreach ($round in 1..$Rounds) {
            foreach ($one in @('') + $Launcher) {
                $batch, $threads = if ($one) { 1, 1 } else { 2, 2 }
                $found[$one] = @($found[$one]) + @(Measure-Training -Config $config -Launcher $one -Batch $batch -Threads $threads) | Where-Object { $_ }
            }
        }

        $alone = Get-Median $found[''].Step
        foreach ($one in @('') + $Launcher) {
            $step = Get-Median $found[$one].Step
            [pscustomobject]@{
                Network = "$size px, $filters filters, $blocks blocks"
                Way = if ($one) { "2 ranks, $one" } else { 'one process, 2 threads, batch 2' }
                StepMilliseconds = [math]::Round($step, 1)
                Averaging = [math]::Round((Get-Median $found[$one].Averaging), 1)
                Megabytes = [math]::Round((Get-Median $found[$one].Megabytes), 1)
                Ratio = [math]::Round($alone / $step, 2)
            }
        }
    }
} finally {
    Remove-Item -Recurse -Force -LiteralPath $work -ErrorAction Ignore
}
