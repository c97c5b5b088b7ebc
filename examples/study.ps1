<#
.SYNOPSIS
    The whole study from one folder of images: trains each technique, translates the test photos, measures and compares.
.DESCRIPTION
    Asks of a CycleGAN that turns selfies into anime which change helps: LeakyReLU in the generators, CartoonGAN's edge smoothing,
    Wasserstein critics with gradient penalty, two of them together, or what later work adds. At full scale with the study's numbers: 256 pixels, nine
    residual blocks, 64 filters, 20 epochs, which is work for a GPU; -Scale shrinks it for a CPU.

    Started again it goes on where it was stopped: finished runs are kept, a stopped one is resumed.
.EXAMPLE
    ./cgps examples/study.ps1 -DataRoot ~/selfie2anime -Weights pt_inception-2015-12-05-6726825d.pth
.EXAMPLE
    ./cgps examples/study.ps1 -DataRoot ~/selfie2anime -Scale Small -Technique Baseline, WganGp, Modern -Seeds 1, 2
.EXAMPLE
    ./cgps examples/study.ps1 -DataRoot ~/selfie2anime -Shard Auto

    One task of an array job: see examples/cluster/study.sbatch.
.EXAMPLE
    ./cgps examples/study.ps1 -DataRoot ~/selfie2anime -Scale Small -Technique 'Modern,Modern{DiffAugment=false},Modern{ZeroGradientPenalty=0}'

    What each part of the preset does: the whole, then each left out.
#>
[CmdletBinding()]
param(
    # A folder with trainA, trainB, testA and testB.
    [Parameter(Mandatory)] [string] $DataRoot,

    # Where runs, translations, report and table go.
    [string] $Output = 'study',

    # What to compare; the first is what the others are compared with. A plus joins presets, and braces change keys of the config, as in
    # 'Baseline{DiffAugment=true; LambdaCycle=5}'.
    [string[]] $Technique = @('Baseline', 'LeakyReLU', 'EdgeSmoothing', 'WganGp', 'LeakyReLU+EdgeSmoothing', 'Modern'),

    # One run of each technique for each seed.
    [string[]] $Seeds = @('1'),

    # Full: 256 pixels, 9 blocks, 64 filters, 20 epochs. Half: 128, 6, 32, 10. Small: 64, 4, 24, 3 and a higher learning
    # rate. Tiny: 32, 1, 4, 1, to see the script work.
    [ValidateSet('Full', 'Half', 'Small', 'Tiny')] [string] $Scale = 'Full',

    # So many times the epochs.
    [ValidateRange(1, 1000)] [int] $Budget = 1,

    # Train one part of the runs alone, such as 2/4, or that of a Slurm array job with Auto, and compare nothing: what is left is done by a start
    # without it, when all parts are through.
    [string] $Shard,

    # Inception weights for FID, KID, precision and recall. Without them the sliced Wasserstein distance is measured alone.
    [string] $Weights
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$InformationPreference = 'Continue'
Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"

# From a command line a list comes as one text.
$Technique = @($Technique -split ',' | ForEach-Object Trim)
$Seeds = @($Seeds -split ',' | ForEach-Object Trim)
$DataRoot = Convert-Path -LiteralPath $DataRoot
$null = New-Item -ItemType Directory -Path $Output -Force
$Output = Convert-Path -LiteralPath $Output
$size = switch ($Scale) {
    'Full' { @{} }
    'Half' { @{ ImageSize = 128; LoadSize = 143; ResidualBlocks = 6; Filters = 32; Epochs = 10; DecayEpoch = 5 } }
    'Small' { @{ ImageSize = 64; LoadSize = 72; ResidualBlocks = 4; Filters = 24; Epochs = 3; DecayEpoch = 1; LearningRate = 1e-3; CheckpointInterval = 1 } }
    'Tiny' { @{ ImageSize = 32; LoadSize = 36; ResidualBlocks = 1; Filters = 4; Epochs = 1; DecayEpoch = 0; LearningRate = 1e-3; LogInterval = 1 } }
}

if ($Budget -gt 1) {
    # Those of the study at full scale.
    foreach ($one in @{ Epochs = 20; DecayEpoch = 10 }.GetEnumerator()) { $size[$one.Key] = $Budget * ($size[$one.Key] ?? $one.Value) }
}

# The config of one technique, at the scale.
function Get-StudyConfig([string] $Name, [string] $File) {
    $presets, $changes = $Name.TrimEnd('}') -split '\{', 2
    $made = New-CycleGanConfig -Path (Join-Path $Output "$File.psd1") -Preset ($presets -split '\+') -DataRoot $DataRoot -Force
    $config = Import-PowerShellDataFile -LiteralPath $made.FullName
    $config.DataRoot = $DataRoot
    foreach ($key in $size.Keys) { $config[$key] = $size[$key] }
    if ($Scale -eq 'Small' -and $presets -match 'WganGp') {
        # A step with critics costs two of the others' and takes five batches: eight epochs cost what three do. The higher rate is not for critics.
        $config.LearningRate = 5e-4
        foreach ($key in 'Epochs', 'DecayEpoch') { $config[$key] = [int][Math]::Floor($config[$key] * 8 / 3) }
    }
    foreach ($change in $changes -split ';' -ne '') {
        $key, $value = ($change -split '=', 2).Trim()
        $isTrue = $false
        $config[$key] = if ([bool]::TryParse($value, [ref] $isTrue)) { $isTrue } else { $value }
    }
    $config
}

# Finished runs are kept, so what they were trained with must not change from one start to the next.
$settings = @("Scale $Scale, DataRoot $DataRoot"; $size.Keys | Sort-Object | ForEach-Object { "$_ $($size[$_])" }) -join ', '
$note = Join-Path $Output 'settings.txt'
if (-not (Test-Path -LiteralPath $note)) {
    # Whole at once: another part of the study may be reading it.
    Set-Content -LiteralPath "$note.$PID" -Value $settings
    Move-Item -LiteralPath "$note.$PID" -Destination $note -Force
}
$before = (Get-Content -LiteralPath $note -Raw).Trim()
if ($before -ne $settings) { throw "$Output holds a study with other settings ($before). Choose another -Output." }

function Write-Heading([string] $Text) { Write-Information "`n== $Text" }

# Runs cost about the same, so each part gets every so-manieth.
$part, $parts = 1, 1
if ($Shard -eq 'Auto') {
    if (-not $env:SLURM_ARRAY_TASK_COUNT) { throw '-Shard Auto: SLURM_ARRAY_TASK_COUNT is not set, so this is no task of a Slurm array job. Name the shard, such as 2/4.' }
    $step = [Math]::Max(1, [int] $env:SLURM_ARRAY_TASK_STEP)
    $part, $parts = (([int] $env:SLURM_ARRAY_TASK_ID - [int] $env:SLURM_ARRAY_TASK_MIN) / $step + 1), [int] $env:SLURM_ARRAY_TASK_COUNT
} elseif ($Shard) {
    if ($Shard -notmatch '^(\d+)/(\d+)$') { throw "-Shard $Shard is no shard: write which one of how many, such as 2/4." }
    $part, $parts = [int] $Matches[1], [int] $Matches[2]
}
if ($part -lt 1 -or $part -gt $parts) { throw "-Shard ${Shard}: there is no part $part of $parts." }

$place = 0
$runs = foreach ($seed in [int[]] $Seeds) {
    foreach ($name in $Technique) {
        if ($place++ % $parts -ne $part - 1) { continue }
        Write-Heading "$name, seed $seed"
        $file = $name -replace '[^\w+.-]+', '-' -replace '-$'
        $run = Join-Path $Output "runs/$file-seed$seed"
        $config = Get-StudyConfig $name $file
        $state = if (Test-Path -LiteralPath (Join-Path $run 'run.json')) { Get-CycleGanRun -LiteralPath $run }
        if (-not $state -or $state.Status -ne 'Finished') {
            $losses = @(Start-CycleGanTraining -Config $config -Output $run -Seed $seed -Resume:($null -ne $state))
            if ($losses) { Write-Information ('trained in {0:0} s; last generator loss {1:0.00}' -f $losses[-1].Seconds, $losses[-1].Generator) }
        }
        $anime = Join-Path $Output "anime/$file-seed$seed"
        $null = Get-ChildItem -LiteralPath (Join-Path $DataRoot 'testA') -File | Convert-ToAnime -Model $run -Destination $anime -Force
        $run
    }
}

if ($Shard) {
    Write-Information "Part $part of $parts is done: $(@($runs).Count) runs. The comparison is made by a start without -Shard."
    return
}

Write-Heading 'Comparison'
$measure = @{}
if ($Weights) { $measure.Weights = $Weights }
$techniques = @(Compare-CycleGanRun -LiteralPath $runs -Summary -TestA (Join-Path $DataRoot 'testA') -TestB (Join-Path $DataRoot 'testB') `
        -TrainA (Join-Path $DataRoot 'trainA') -TrainB (Join-Path $DataRoot 'trainB') `
        -Report (Join-Path $Output 'report.html') -Force @measure)
$rows = @($techniques.Rows)
$techniques | Format-Table | Out-Host

function Format-Number($Value, [string] $Format) { if ($null -eq $Value) { '' } else { $Value.ToString($Format, [cultureinfo]::InvariantCulture) } }

function Format-Mean($Mean, $Deviation, [double] $Factor = 1, [string] $Format) {
    if ($null -eq $Mean) { return '' }
    (Format-Number ($Factor * $Mean) $Format) + $(if ($null -ne $Deviation) { ' ± ' + (Format-Number ($Factor * $Deviation) $Format) })
}

$table = @('| Technique | Seed | FID | KID × 1000 | Precision | Recall | Crossed over | SWD | Training s | Preparation s | Δ FID |', '|---|---|---|---|---|---|---|---|---|---|---|')
$table += foreach ($row in $rows) {
    '| {0} | {1} | {2} | {3} | {4} | {5} | {6} | {7} | {8} | {9} | {10} |' -f $row.Technique, $row.Seed, (Format-Number $row.Fid '0.00'),
    (Format-Mean $row.Kid -Factor 1000 -Format '0.0'), (Format-Number $row.Precision '0.00'), (Format-Number $row.Recall '0.00'),
    (Format-Number $row.CrossedOver '0.00'), (Format-Number $row.Swd '0.0'), (Format-Number $row.TrainingSeconds '0'), (Format-Number $row.PreparationSeconds '0'), (Format-Number $row.DeltaFid '+0.00;-0.00;0.00')
}

# A star where zero lies outside the interval, and the interval covers seeds.
function Format-Difference($Difference, [double] $Factor = 1, [string] $Format) {
    if ($null -eq $Difference) { return '' }
    '{0} ({1} to {2}){3}' -f (Format-Number ($Factor * $Difference.Value) $Format), (Format-Number ($Factor * $Difference.Low) $Format),
    (Format-Number ($Factor * $Difference.High) $Format), $(if ($Difference.LargerThanChance) { ' *' })
}

$signed = '+0.00;-0.00;0.00'
$table += '', "Mean ± deviation over the seeds; differences to $($techniques[0].Technique) with 95 % bootstrap intervals; * where zero lies outside. With one seed of a technique there is no star: its interval knows the test pictures only. Crossed over is the share of pictures whose nearest training images are mostly drawings; No translation is what the untouched test photos score.", ''
if ($rows[0].IsStandardWeights -eq $false) { $table += "**Measured with $($rows[0].WeightsName), not the standard weights: FID, KID, precision and recall rank these runs and compare with no published value.**", '' }
$table += '| Technique | Runs | FID | Δ FID | KID × 1000 | Δ KID × 1000 | Crossed over | Δ crossed over | SWD | Δ SWD | Chance covered |', '|---|---|---|---|---|---|---|---|---|---|---|'
$table += foreach ($one in $techniques) {
    '| {0} | {1} | {2} | {3} | {4} | {5} | {6} | {7} | {8} | {9} | {10} |' -f $one.Technique, $one.Runs,
    (Format-Mean $one.Fid $one.FidDeviation -Format '0.00'), (Format-Difference $one.DeltaFid -Format $signed),
    (Format-Mean $one.Kid $one.KidDeviation -Factor 1000 -Format '0.0'), (Format-Difference $one.DeltaKid -Factor 1000 -Format '+0.0;-0.0;0.0'),
    (Format-Mean $one.CrossedOver $one.CrossedOverDeviation -Format '0.00'), (Format-Difference $one.DeltaCrossedOver -Format $signed),
    (Format-Mean $one.Swd $one.SwdDeviation -Format '0.0'), (Format-Difference $one.DeltaSwd -Format '+0.0;-0.0;0.0'), $one.Chance
}
Set-Content -LiteralPath (Join-Path $Output 'study.md') -Value $table
$rows
