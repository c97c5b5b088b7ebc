<#
.SYNOPSIS
    Turns a folder of photos into anime, and shows both on one sheet.
.EXAMPLE
    ./cgps examples/translate.ps1 -Photos ~/photos -Model runs/run/generatorAB.pt
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Photos,

    # A generator file, or a run's folder.
    [Parameter(Mandatory)] [string] $Model,

    [string] $Destination = 'anime',

    # The shorter side in pixels; 0 keeps each photo's own size.
    [int] $Size = 0
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"

Get-ChildItem -LiteralPath $Photos -File | Convert-ToAnime -Model $Model -Destination $Destination -Size $Size -ErrorAction Continue
Export-CycleGanContactSheet -Path "$Destination.png" -Folder $Photos, $Destination -Title photo, anime -Force
