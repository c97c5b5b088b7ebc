<#
.SYNOPSIS
    Measures translations against real images of their domain.
.EXAMPLE
    ./cgps examples/measure.ps1 -Real ~/selfie2anime/testB -Fake anime
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Real,
    [Parameter(Mandatory)] [string] $Fake,

    # Resamplings for the intervals.
    [int] $Bootstrap = 200
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"

Measure-SlicedWasserstein -Real $Real -Fake $Fake
Measure-Fid -Real $Real -Fake $Fake -Bootstrap $Bootstrap
