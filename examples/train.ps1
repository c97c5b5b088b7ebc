<#
.SYNOPSIS
    Trains on your images with the study's settings, or a preset, and keeps the losses as CSV and as a plot.
.DESCRIPTION
    Started again it goes on where it was stopped, with the settings that the run was begun with.
.EXAMPLE
    ./cgps examples/train.ps1 -DataRoot ~/selfie2anime
.EXAMPLE
    ./cgps examples/train.ps1 -DataRoot ~/selfie2anime -Preset Quick -Output runs/quick
#>
[CmdletBinding()]
param(
    # A folder with trainA and trainB, and testA and testB for the sample sheets.
    [Parameter(Mandatory)] [string] $DataRoot,

    [string[]] $Preset = 'Baseline',

    # The run's folder.
    [string] $Output = 'runs/run'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"

$runs = Split-Path -Parent $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Output)
$null = New-Item -ItemType Directory -Path $runs -Force
if (Test-Path -LiteralPath "$Output/run.json") {
    $null = Start-CycleGanTraining -Config $Output -Resume
}
else {
    # A config that is there may have been edited, and is kept.
    if (-not (Test-Path -LiteralPath "$Output.psd1")) { $null = New-CycleGanConfig -Path "$Output.psd1" -Preset $Preset -DataRoot $DataRoot }
    Start-CycleGanTraining -Config "$Output.psd1" -Output $Output -WhatIf
    $null = Start-CycleGanTraining -Config "$Output.psd1" -Output $Output
}

Get-CycleGanLoss -LiteralPath $Output | Export-Csv -LiteralPath "$Output.losses.csv"
Export-CycleGanLossPlot -Run $Output -Path "$Output.losses.png" -Force
Get-CycleGanRun -LiteralPath $Output
