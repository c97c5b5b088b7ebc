<#
.SYNOPSIS
    Training, inference, translation, features, edge smoothing and reading against PyTorch, OpenCV and Pillow, and against the machine.
.DESCRIPTION
    Two workers stay loaded, ours (bench/CycleGanPS.Bench) and the peer's (bench/peer.py), and take turns at each workload; neither
    works while the other does. One row a workload: medians, the ratio of each round's pair, and our rate of floating-point operations,
    counted as a plain convolution has them, as a share of what libtorch's convolution reaches by itself in the same run. It can pass 1:
    Winograd's convolution does with fewer. Other programs on the machine spoil it: the spread says how much.
.EXAMPLE
    ./cgps bench/run.ps1 -Weights pt_inception-2015-12-05-6726825d.pth -Document docs/performance.md
.EXAMPLE
    ./cgps bench/run.ps1 -Workload 'step 64 1', 'generator 256 256 1' -Rounds 9
.EXAMPLE
    ./cgps bench/run.ps1 -Growth
#>
[CmdletBinding()]
param(
    # step SIZE BATCH, generator HEIGHT WIDTH BATCH, translate, features, edges, or decode.
    [string[]] $Workload = @(
        'step 64 1', 'step 64 4', 'step 128 1', 'step 128 4', 'step 256 1', 'step 256 4'
        'generator 256 256 1', 'generator 256 256 4', 'generator 768 1024 1'
        'translate', 'features', 'edges', 'decode'
    ),

    # Turns of each worker at each workload.
    [ValidateRange(1, 1000)] [int] $Rounds = 5,

    # JPEG photos of one size for the workloads on folders; by default 200 drawn ones of 256 pixels.
    [string] $Photos,

    # Inception weights in the layout of pytorch-fid, for features.
    [string] $Weights,

    # How time and memory grow with the size and with the number of images; ours alone.
    [switch] $Growth,

    # A Markdown file, whose table of this run is replaced.
    [string] $Document,

    # A Python with torch, torchvision, OpenCV and Pillow.
    [string] $Python = '/usr/bin/python3'
)

$ErrorActionPreference = 'Stop'
if ($Growth) {
    $Workload = @(128, 256, 384, 512, 768, 1024 | ForEach-Object { "generator $_ $_ 1" }) + @(50, 100, 200 | ForEach-Object { "translate $_" })
}

# From a command line a list comes as one text.
$Workload = @($Workload -split ',' | ForEach-Object Trim)
if (-not $Weights -and $Workload -contains 'features') {
    Write-Warning "Without -Weights the features cannot be measured; they are left out."
    $Workload = @($Workload | Where-Object { $_ -ne 'features' })
}

& dotnet build "$PSScriptRoot/CycleGanPS.Bench" --configuration Release --nologo --verbosity quiet | Out-Null
if ($LASTEXITCODE) { throw 'bench/CycleGanPS.Bench could not be built.' }

function Start-Worker([string] $Program, [string] $Argument) {
    $start = [Diagnostics.ProcessStartInfo]::new($Program)
    $start.ArgumentList.Add($Argument)
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    [Diagnostics.Process]::Start($start)
}

function Invoke-Worker($Worker, [string] $Order) {
    $Worker.StandardInput.WriteLine($Order)
    $Worker.StandardInput.Flush()
    $line = $Worker.StandardOutput.ReadLine()
    if (-not $line) { throw "The worker ended at '$Order'." }
    $line | ConvertFrom-Json
}

function Get-Median([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    ($sorted[[math]::Floor(($sorted.Count - 1) / 2)] + $sorted[[math]::Floor($sorted.Count / 2)]) / 2
}

# What a worker is told for a workload: folders are added here.
function Get-Order([string] $What, [string] $Target) {
    $name, $rest = $What -split ' ', 2
    switch ($name) {
        { $_ -in 'step', 'generator' } { "make $What" }
        'translate' { "make translate $Photos $Target $rest".Trim() }
        'features' { "make features $Photos $(Resolve-Path -LiteralPath $Weights)" }
        'edges' { "make edges $Photos $Target" }
        'decode' { "make decode $Photos" }
        default { throw "There is no workload '$What'." }
    }
}

$work = Join-Path ([IO.Path]::GetTempPath()) "bench-$([guid]::NewGuid().ToString('N'))"
$ours = Start-Worker 'dotnet' "$PSScriptRoot/CycleGanPS.Bench/bin/Release/net10.0/cyclegan-bench.dll"
$peer = if (-not $Growth) { Start-Worker $Python "$PSScriptRoot/peer.py" }
try {
    if ($Photos) { $Photos = "$(Resolve-Path -LiteralPath $Photos)" }
    else {
        $null = Invoke-Worker $ours "photos $work 200 256"
        $Photos = "$work/photos"
    }

    $rows = foreach ($what in $Workload) {
        if ($peer) { $null = Invoke-Worker $peer (Get-Order $what "$work/peer") }
        $null = Invoke-Worker $ours (Get-Order $what "$work/ours")
        $turns = foreach ($round in 1..$Rounds) {
            $limit = Invoke-Worker $ours 'limit'
            $own = Invoke-Worker $ours 'run'
            $other = if ($peer) { Invoke-Worker $peer 'run' }
            [pscustomobject] @{
                Own = $own
                Other = $other
                Ratio = $(if ($other) { $other.seconds / $own.seconds })
                Limit = $limit.operations / $limit.seconds
            }
        }
        $items = $turns[0].Own.items
        $seconds = Get-Median $turns.Own.seconds
        $limit = ($turns.Limit | Measure-Object -Maximum).Maximum
        $row = [ordered] @{
            Workload = $what
            Images = $items
            MsPerImage = [math]::Round(1000 * $seconds / $items, 1)
            PeakMB = ($turns.Own.peakMB | Measure-Object -Maximum).Maximum
            ShareOfLimit = $(if ($turns[0].Own.operations) { [math]::Round($turns[0].Own.operations / $seconds / $limit, 2) })
        }
        if ($peer) {
            $ratios = @($turns.Ratio | Sort-Object)
            $row.PeerMsPerImage = [math]::Round(1000 * (Get-Median $turns.Other.seconds) / $items, 1)
            $row.PeerPeakMB = ($turns.Other.peakMB | Measure-Object -Maximum).Maximum
            $row.Ratio = [math]::Round((Get-Median $ratios), 2)
            $row.Least = [math]::Round($ratios[0], 2)
            $row.Most = [math]::Round($ratios[-1], 2)
            $null = Invoke-Worker $peer 'drop'
        }
        $null = Invoke-Worker $ours 'drop'
        $row = [pscustomobject] $row
        $row
        Write-Verbose ($row | Out-String).Trim()
    }
    $rows

    if ($Document) {
        $marker = if ($Growth) { 'growth' } else { 'table' }
        $columns = @($rows[0].PSObject.Properties.Name)
        $lines = @(
            "Measured $([datetime]::Today.ToString('yyyy-MM-dd')), $([Environment]::ProcessorCount) cores, $Rounds rounds$(
                if ($peer) { $v = Invoke-Worker $peer 'version'; "; PyTorch $($v.torch), OpenCV $($v.opencv), Python $($v.python)" }); .NET $([Environment]::Version)."
            ''
            "| $($columns -join ' | ') |"
            "|$('---|' * $columns.Count)"
            foreach ($row in $rows) { "| $(@($columns | ForEach-Object { "$($row.$_)" }) -join ' | ') |" }
        ) -join "`n"
        $text = [IO.File]::ReadAllText((Resolve-Path -LiteralPath $Document))
        $pattern = "(?s)(<!-- $marker -->\n).*?(\n<!-- /$marker -->)"
        if ($text -notmatch $pattern) { throw "$Document has no place for the table: <!-- $marker --> and <!-- /$marker -->." }
        [IO.File]::WriteAllText((Resolve-Path -LiteralPath $Document), [regex]::Replace($text, $pattern, { param($m) $m.Groups[1].Value + $lines + $m.Groups[2].Value }))
    }
}
finally {
    foreach ($worker in @($ours, $peer) -ne $null) {
        $worker.StandardInput.Close()
        if (-not $worker.WaitForExit(5000)) { $worker.Kill() }
    }
    if (Test-Path -LiteralPath $work) { Remove-Item -LiteralPath $work -Recurse }
}
