<#
.SYNOPSIS
    Training, inference, translation, features, edge smoothing and reading against PyTorch, ONNX Runtime, SciPy, OpenCV and Pillow, and
    against the machine.
.DESCRIPTION
    Two workers, ours (bench/CycleGanPS.Bench) and the peer's (bench/peer.py), take turns at a workload; neither works while the other
    does. Each workload has workers of its own, so that peak memory is its own too. One row a workload: medians, the ratio of each
    round's pair, and our rate of floating-point operations, counted as a plain convolution has them, as a share of what libtorch's
    convolution reaches by itself in the same run. It can pass 1: Winograd's convolution does with fewer. Other programs on the machine
    spoil it: the spread says how much, and the processor's time suffers less. A row whose peer lacks a package is left out, with a warning.
.EXAMPLE
    ./cgps bench/run.ps1 -Weights pt_inception-2015-12-05-6726825d.pth -Document docs/performance.md
.EXAMPLE
    ./cgps bench/run.ps1 -Workload 'step 64 1', 'generator 256 256 1' -Rounds 9
.EXAMPLE
    ./cgps bench/run.ps1 -Workload 'onnx 256 256 1', 'onnx 256 256 4'

    The generator under libtorch, with ONNX Runtime as the peer: nothing but the build is needed.
.EXAMPLE
    ./cgps bench/run.ps1 -Growth
.EXAMPLE
    ./cgps bench/run.ps1 -Growth -Workload 'generator 4000 6000 1 4000' -Rounds 1

    A photo of 24 megapixels in strips, in some 4 GB.
#>
[CmdletBinding()]
param(
    # step SIZE BATCH [FILTERS BLOCKS [cuda]], generator HEIGHT WIDTH BATCH [MEGABYTES] (in strips, where it needs more than so many),
    # onnx HEIGHT WIDTH BATCH (the generator under libtorch against ONNX Runtime), translate, features, features-onnx (against ONNX Runtime), distance COUNT (of so many features to so many), edges, or decode.
    [string[]] $Workload = @(
        'step 64 1', 'step 64 4', 'step 128 1', 'step 128 4', 'step 256 1', 'step 256 4'
        'generator 256 256 1', 'generator 256 256 4', 'generator 768 1024 1'
        'onnx 256 256 1', 'onnx 256 256 4'
        'translate', 'features', 'features-onnx', 'distance 10240', 'edges', 'decode'
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

    # A Python with torch, torchvision, SciPy, OpenCV and Pillow, or those of them that the workloads need.
    [string] $Python = '/usr/bin/python3'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
if ($Growth -and -not $PSBoundParameters.ContainsKey('Workload')) {
    $Workload = @(128, 256, 384, 512, 768, 1024 | ForEach-Object { "generator $_ $_ 1" }) + 'generator 1600 2400 1 1000' + @(25, 50, 100 | ForEach-Object { "translate $_" })
}

# From a command line a list comes as one text.
$Workload = @($Workload -split ',' | ForEach-Object Trim)
if (-not $Weights -and $Workload -like 'features*') {
    Write-Warning "The rows 'features' and 'features-onnx' are left out: they need -Weights."
    $Workload = @($Workload | Where-Object { $_ -notlike 'features*' })
}

& dotnet build "$PSScriptRoot/CycleGanPS.Bench" --configuration Release --nologo --verbosity quiet | Out-Null
if ($LASTEXITCODE) { throw 'bench/CycleGanPS.Bench could not be built.' }

function Open-Worker([string] $Program, [string] $Argument) {
    if (-not (Get-Command -Name $Program -CommandType Application -ErrorAction Ignore)) { return }
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

# What a worker is told for a workload: folders are added here, and the network under ONNX Runtime has the one under libtorch beside it.
function Get-Order([string] $What, [string] $Side) {
    $name, $rest = $What -split ' ', 2
    $target = "$work/$Side"
    switch ($name) {
        { $_ -in 'step', 'generator', 'distance' } { "make $What" }
        'onnx' { if ($Side -eq 'ours') { "make generator $rest" } else { "make $What" } }
        'translate' { "make translate $Photos $target $rest".Trim() }
        { $_ -like 'features*' } { "make $(if ($Side -eq 'ours') { 'features' } else { $_ }) $Photos $(Resolve-Path -LiteralPath $Weights)" }
        'edges' { "make edges $Photos $target" }
        'decode' { "make decode $Photos" }
        default { throw "There is no workload '$What'." }
    }
}

function Close-Worker($Worker) {
    if (-not $Worker) { return }
    $Worker.StandardInput.Close()
    if (-not $Worker.WaitForExit(5000)) { $Worker.Kill() }
}

function Open-Peer([string] $What) {
    if ($What -like 'onnx *') { Open-Worker 'dotnet' $program } else { Open-Worker $Python "$PSScriptRoot/peer.py" }
}

# Turns of both workers, ours first; none where the peer cannot take part.
function Measure-Workload([string] $What) {
    $ours = $null
    $peer = if (-not $Growth) { Open-Peer $What }
    try {
        if (-not $Growth) {
            $made = if ($peer) { Invoke-Worker $peer (Get-Order $What 'peer') } else { @{ missing = "there is no $Python" } }
            if ($made.missing) {
                Write-Warning "The row '$What' is left out: $($made.missing)."
                return
            }

            if ($made.versions -notin $versions) { $versions.Add($made.versions) }
        }

        $ours = Open-Worker 'dotnet' $program
        $null = Invoke-Worker $ours (Get-Order $What 'ours')
        foreach ($round in 1..$Rounds) {
            $limit = Invoke-Worker $ours 'limit'
            $own = Invoke-Worker $ours 'run'
            $other = if ($peer) { Invoke-Worker $peer 'run' }
            [pscustomobject] @{
                Own = $own
                Other = $other
                Ratio = $(if ($other) { $other.seconds / $own.seconds })
                CpuRatio = $(if ($other) { $other.processorSeconds / $own.processorSeconds })
                Limit = $limit.operations / $limit.seconds
            }
        }
    }
    finally {
        Close-Worker $ours
        Close-Worker $peer
    }
}

function Get-MsPerImage([double[]] $Seconds, [int] $Items) { [math]::Round(1000 * (Get-Median $Seconds) / $Items, 1) }

function ConvertTo-Row([string] $What, $Turns) {
    $items = $Turns[0].Own.items
    $seconds = Get-Median $Turns.Own.seconds
    $limit = ($Turns.Limit | Measure-Object -Maximum).Maximum
    $row = [ordered] @{
        Workload = $What
        Images = $items
        MsPerImage = Get-MsPerImage $Turns.Own.seconds $items
        CpuMsPerImage = Get-MsPerImage $Turns.Own.processorSeconds $items
        PeakMB = ($Turns.Own.peakMB | Measure-Object -Maximum).Maximum
        ShareOfLimit = $(if ($Turns[0].Own.operations) { [math]::Round($Turns[0].Own.operations / $seconds / $limit, 2) })
    }
    if ($Turns[0].Other) {
        $ratios = @($Turns.Ratio | Sort-Object)
        $row.PeerMsPerImage = Get-MsPerImage $Turns.Other.seconds $items
        $row.PeerCpuMsPerImage = Get-MsPerImage $Turns.Other.processorSeconds $items
        $row.PeerPeakMB = ($Turns.Other.peakMB | Measure-Object -Maximum).Maximum
        $row.Ratio = [math]::Round((Get-Median $ratios), 2)
        $row.Least = [math]::Round($ratios[0], 2)
        $row.Most = [math]::Round($ratios[-1], 2)
        $row.CpuRatio = [math]::Round((Get-Median $Turns.CpuRatio), 2)
    }
    [pscustomobject] $row
}

# Puts the rows between the marks of a Markdown file.
function Write-Table([string] $Path, $Rows) {
    $Path = "$(Resolve-Path -LiteralPath $Path)"
    $marker = if ($Growth) { 'growth' } else { 'table' }
    $text = [IO.File]::ReadAllText($Path)
    $pattern = "(?s)(<!-- $marker -->\n).*?(<!-- /$marker -->)"
    if ($text -notmatch $pattern) { throw "$Path has no place for the table: <!-- $marker --> and <!-- /$marker -->." }
    $columns = @($Rows[0].PSObject.Properties.Name)
    $lines = @(
        "Measured $([datetime]::Today.ToString('yyyy-MM-dd')) on $([Environment]::ProcessorCount) cores, $Rounds rounds; $(@(".NET $([Environment]::Version)"; $versions) -join ', ')."
        ''
        "| $($columns -join ' | ') |"
        "|$('---|' * $columns.Count)"
        foreach ($row in $Rows) { "| $(@($columns | ForEach-Object { "$($row.$_)" }) -join ' | ') |" }
    ) -join "`n"
    [IO.File]::WriteAllText($Path, [regex]::Replace($text, $pattern, { param($found) $found.Groups[1].Value + $lines + "`n" + $found.Groups[2].Value }))
}

$program = "$PSScriptRoot/CycleGanPS.Bench/bin/Release/net10.0/cyclegan-bench.dll"
# Of the peers, as they tell them.
$versions = [Collections.Generic.List[string]]::new()
$work = Join-Path ([IO.Path]::GetTempPath()) "bench-$([guid]::NewGuid().ToString('N'))"
try {
    if ($Photos) { $Photos = "$(Resolve-Path -LiteralPath $Photos)" }
    else {
        $artist = Open-Worker 'dotnet' $program
        $null = Invoke-Worker $artist "photos $work 200 256"
        Close-Worker $artist
        $Photos = "$work/photos"
    }

    $rows = @(
        foreach ($what in $Workload) {
            $turns = @(Measure-Workload $what)
            if ($turns) { ConvertTo-Row $what $turns }
        }
    )
    $rows
    if ($Document -and $rows) { Write-Table $Document $rows }
}
finally {
    if (Test-Path -LiteralPath $work) { Remove-Item -LiteralPath $work -Recurse }
}
