<#
.SYNOPSIS
    Compares runs on the same test pictures, and writes a report to open in a browser.
.EXAMPLE
    ./cgps examples/compare.ps1 -Run runs/baseline, runs/leaky
.EXAMPLE
    ./cgps examples/compare.ps1 -Run runs/* -Weights ~/pt_inception-2015-12-05-6726825d.pth
#>
[CmdletBinding()]
param(
    # Run folders; wildcards are allowed. The first is what the others are held against.
    [string[]] $Run = 'runs/*',

    # The Inception weights, unless Install-FidWeights has installed them. Without any FID and KID stay empty.
    [string] $Weights,

    [string] $Report = 'comparison.html'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$InformationPreference = 'Continue'
Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"

$with = if ($Weights) { @{ Weights = $Weights } } else { @{} }
$techniques = Compare-CycleGanRun -Path $Run -Report $Report -Force -Summary @with
$techniques.Rows | Format-Table | Out-Host
$techniques | Format-Table | Out-Host
Write-Information "The report: $(Convert-Path -LiteralPath $Report)"
