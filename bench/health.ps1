<#
.SYNOPSIS
    Trains a tiny network for thousands of steps and translates thousands of pictures, and shows memory and threads on the way.
.DESCRIPTION
    Resident memory and threads may rise while buffers fill, and have to be flat from then on. Where other programs want the
    processor too, let it use one thread (OMP_NUM_THREADS=1): on a network this small two wait for each other. Ends with exit code 1 if resident
    memory grew by more than a tenth over the second half of either part.
.EXAMPLE
    OMP_NUM_THREADS=1 ./cgps bench/health.ps1
#>
[CmdletBinding()]
param(
    [ValidateRange(100, 10000000)]
    [int] $Steps = 5000,

    [ValidateRange(20, 10000000)]
    [int] $Images = 2000
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$InformationPreference = 'Continue'
Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"
$root = Join-Path -Path ([IO.Path]::GetTempPath()) -ChildPath "cgps-health-$([guid]::NewGuid().ToString('N').Substring(0, 8))"
$null = New-CycleGanDemoData -Path "$root/data" -Count 20 -TestCount 1 -Size 64 -Seed 1
$isHealthy = $true
$leftovers = @()

function Get-Health([string] $At) {
    $self = [Diagnostics.Process]::GetCurrentProcess()
    [pscustomobject]@{ At = $At; ResidentMB = [Math]::Round($self.WorkingSet64 / 1MB, 1); Threads = $self.Threads.Count }
}

function Test-Flat([object[]] $Health) {
    $Health | ForEach-Object { Write-Information ('{0,-14} {1,8:0.0} MB {2,4} threads' -f $_.At, $_.ResidentMB, $_.Threads) }
    $middle = $Health[[int] ($Health.Count / 2)]
    if ($Health[-1].ResidentMB -gt 1.1 * $middle.ResidentMB -or $Health[-1].Threads -gt $middle.Threads + 8) {
        Write-Information 'NOT FLAT'
        $script:isHealthy = $false
    }
}

try {
    $config = @{
        DataRoot = "$root/data"; ImageSize = 32; Filters = 8; ResidualBlocks = 1; Epochs = [Math]::Ceiling($Steps / 20); Seed = 1
        LogInterval = [Math]::Max(1, [int] ($Steps / 20)); SampleInterval = 500; CheckpointInterval = 50
    }
    Test-Flat @(Start-CycleGanTraining -Config $config -Output "$root/run" | ForEach-Object { Get-Health "step $($_.Step)" })

    $photos = @(Get-ChildItem -LiteralPath "$root/data/trainA" -File)
    $null = New-Item -ItemType Directory -Path "$root/photos"
    for ($number = 0; $number -lt $Images; $number++) {
        [IO.File]::Copy($photos[$number % $photos.Count].FullName, "$root/photos/$($number.ToString('D7')).png")
    }
    $every = [Math]::Max(1, [int] ($Images / 20))
    Test-Flat @(& {
            $count = 0
            Get-ChildItem -LiteralPath "$root/photos" -File | Convert-ToAnime -Model "$root/run" -Destination "$root/anime" |
                ForEach-Object { if (++$count % $every -eq 0) { Get-Health "image $count" } }
        })

    $leftovers = @(Get-ChildItem -LiteralPath $root -Recurse -File | Where-Object Name -Match '\.tmp$|\.partial$|^run\.lock$')
    Write-Information "$($leftovers.Count) temporary files left"
}
finally {
    Remove-Item -LiteralPath $root -Recurse -Force
}

if (-not $isHealthy -or $leftovers.Count) { exit 1 }
