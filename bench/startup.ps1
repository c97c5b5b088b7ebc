<#
.SYNOPSIS
    What a session waits for: PowerShell, the import, and the first picture out of Convert-ToAnime with a model of 45 MB.
.DESCRIPTION
    Starts a new session for each measurement, through the launcher, and prints medians. The import is measured inside the session; the first
    picture from the start of the process to its end, so with PowerShell, the import, the tensor library, the model and the writing.
.EXAMPLE
    ./cgps bench/startup.ps1
#>
[CmdletBinding()]
param(
    # Sessions for each row.
    [ValidateRange(1, 100)] [int] $Rounds = 5,

    # Side of the photo.
    [int] $Size = 256
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $PSScriptRoot
$manifest = "$root/module/CycleGanPS/CycleGanPS.psd1"
Import-Module $manifest
$work = Join-Path ([IO.Path]::GetTempPath()) "startup-$([guid]::NewGuid().ToString('N'))"

function Get-Median([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    $sorted[[math]::Floor($sorted.Count / 2)]
}

function Measure-Session([string] $Command) {
    $seconds = foreach ($round in 1..$Rounds) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $null = & "$root/cgps" -c $Command
        if ($LASTEXITCODE) { throw "The session failed: $Command" }
        $watch.Elapsed.TotalSeconds
    }
    Get-Median $seconds
}

try {
    $null = New-CycleGanDemoData -Path "$work/data" -Count 1 -TestCount 1 -Size $Size -Seed 1
    # The study's network, untrained: the weights do not matter here.
    $null = Start-CycleGanTraining -Output "$work/run" -Config @{ DataRoot = "$work/data"; ImageSize = 32; Epochs = 1; Seed = 1 }
    $model = "$work/run/generatorAB.pt"
    $inside = foreach ($round in 1..$Rounds) {
        [double] (& "$root/cgps" -c "`$w = [Diagnostics.Stopwatch]::StartNew(); Import-Module '$manifest'; `$w.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture)")
    }
    $bare = Measure-Session '$null'
    $imported = Measure-Session "Import-Module '$manifest'"
    $picture = Measure-Session "Import-Module '$manifest'; Convert-ToAnime '$work/data/testA' -Model '$model' -Destination '$work/out' -Size 0 -Force"
    [pscustomobject] @{ What = 'PowerShell alone'; Seconds = [math]::Round($bare, 2) }
    [pscustomobject] @{ What = 'Import-Module, inside the session'; Seconds = [math]::Round((Get-Median $inside), 2) }
    [pscustomobject] @{ What = 'import over PowerShell alone'; Seconds = [math]::Round($imported - $bare, 2) }
    [pscustomobject] @{ What = "first picture of $Size pixels, model of $([math]::Round((Get-Item -LiteralPath $model).Length / 1MB)) MB, whole process"; Seconds = [math]::Round($picture, 2) }
}
finally {
    Remove-Item -LiteralPath $work -Recurse -ErrorAction Ignore
}
