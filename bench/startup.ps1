<#
.SYNOPSIS
    What a session waits for: PowerShell, the import, and the first picture out of Convert-ToAnime, with the quickstart's network and with the
    baseline's, of a .pt and of an .onnx file.
.DESCRIPTION
    Starts a new session for each measurement, through the launcher, and prints medians: Seconds, and CpuSeconds on all cores, which say more on a
    machine that does other work as well. All but the first row are measured inside the session, from where its first command begins: so without
    PowerShell's own start, and the first picture with the import, the tensor library, the model and the writing. An import of nothing is there
    to compare with: what it takes is PowerShell's. Several builds take turns.
.EXAMPLE
    ./cgps bench/startup.ps1
.EXAMPLE
    ./cgps -c './bench/startup.ps1 -Module ../before/module/CycleGanPS, module/CycleGanPS'
#>
[CmdletBinding()]
param(
    # Sessions for each row.
    [ValidateRange(1, 100)] [int] $Rounds = 5,

    # Side of the photo.
    [int] $Size = 256,

    # Folders of built modules, to compare them.
    [string[]] $Module = "$PSScriptRoot/../module/CycleGanPS"
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $PSScriptRoot
Import-Module "$root/module/CycleGanPS/CycleGanPS.psd1"
$work = Join-Path ([IO.Path]::GetTempPath()) "startup-$([guid]::NewGuid().ToString('N'))"

function Get-Median([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    [math]::Round($sorted[[math]::Floor($sorted.Count / 2)], 2)
}

# The row of one measurement: both times of a command in a session of its own.
function Measure-Start([string] $What, [string] $Name, [string] $Command) {
    $line = & "$root/cgps" -c @"
        `$watch = [Diagnostics.Stopwatch]::StartNew()
        `$processor = [Environment]::CpuUsage.TotalTime
        $Command
        "`$(`$watch.Elapsed.TotalSeconds) `$(([Environment]::CpuUsage.TotalTime - `$processor).TotalSeconds)"
"@
    if ($LASTEXITCODE) { throw "The session failed: $Command" }
    $seconds, $processor = [double[]] (-split @($line)[-1])
    [pscustomobject] @{ What = $What; Module = $Name; Seconds = $seconds; CpuSeconds = $processor }
}

function Measure-Bare {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $processor = [double] (& "$root/cgps" -c '"$([Environment]::CpuUsage.TotalTime.TotalSeconds)"')
    [pscustomobject] @{ What = 'PowerShell alone'; Module = ''; Seconds = $watch.Elapsed.TotalSeconds; CpuSeconds = $processor }
}

try {
    $null = New-CycleGanDemoData -Path "$work/data" -Count 1 -TestCount 1 -Size $Size -Seed 1
    # Networks that have hardly been trained: the weights do not matter here.
    $config = @{ DataRoot = "$work/data"; ImageSize = 32; Epochs = 1; Seed = 1 }
    $models = foreach ($network in @{ Name = 'small'; Filters = 16; ResidualBlocks = 3 }, @{ Name = 'full'; Filters = 64; ResidualBlocks = 9 }) {
        $run = "$work/$($network.Name)"
        $null = Start-CycleGanTraining -Output $run -Config ($config + @{ Filters = $network.Filters; ResidualBlocks = $network.ResidualBlocks })
        $null = Export-CycleGanModel -Path $run -Destination "$run.onnx"
        "$run/generatorAB.pt"
        "$run.onnx"
    }
    $null = New-Item -ItemType Directory -Path "$work/Nothing"
    New-ModuleManifest -Path "$work/Nothing/Nothing.psd1" -CmdletsToExport @() -FunctionsToExport @() -AliasesToExport @() -VariablesToExport @()
    $rows = foreach ($round in 1..$Rounds) {
        Measure-Bare
        Measure-Start -What 'Import-Module of nothing' -Name '' -Command "Import-Module '$work/Nothing/Nothing.psd1'"
        foreach ($folder in $Module) {
            $import = "Import-Module '$(Convert-Path -LiteralPath $folder)/CycleGanPS.psd1'"
            Measure-Start -What 'Import-Module' -Name $folder -Command $import
            foreach ($model in $models) {
                $name = (Resolve-Path -LiteralPath $model -RelativeBasePath $work -Relative) -replace '^\./' -replace '/generatorAB'
                $what = "import and first picture, $Size pixels, $name, $([math]::Round((Get-Item -LiteralPath $model).Length / 1MB)) MB"
                Measure-Start -What $what -Name $folder -Command "$import; `$null = Convert-ToAnime '$work/data/testA' -Model '$model' -Destination '$work/out' -Size 0 -Force"
            }
        }
    }
    $rows | Group-Object -Property Module, What | ForEach-Object {
        $first = $_.Group[0]
        [pscustomobject] @{ Seconds = Get-Median $_.Group.Seconds; CpuSeconds = Get-Median $_.Group.CpuSeconds; What = $first.What; Module = $first.Module }
    }
}
finally {
    Remove-Item -LiteralPath $work -Recurse -ErrorAction Ignore
}
