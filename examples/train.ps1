<#
.SYNOPSIS
    Trains on your images with the study's settings, or a preset, and keeps the losses as CSV and as a plot.
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

$null = New-Item -ItemType Directory -Path (Split-Path -Parent $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Output)) -Force
$config = New-CycleGanConfig -Path "$Output.psd1" -Preset $Preset -DataRoot $DataRoot
Start-CycleGanTraining -Config $config -Output $Output -WhatIf
Start-CycleGanTraining -Config $config -Output $Output | Export-Csv -LiteralPath "$Output.losses.csv"
Import-Csv -LiteralPath "$Output.losses.csv" | Export-CycleGanLossPlot -Path "$Output.losses.png"
Get-CycleGanRun -LiteralPath $Output
