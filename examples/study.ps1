<#
.SYNOPSIS
    The whole study from one folder of images: trains each technique with each seed, measures, compares, and writes a report.
.DESCRIPTION
    Trains Baseline, LeakyReLU, EdgeSmoothing, WganGp and LeakyReLU+EdgeSmoothing, sends the test images through each
    model, holds the results against the real test images of the other domain, and writes report.html and results.md.
    Run it again with the same -Output and it goes on where it stopped: what is finished stays, what is not is resumed.

    Each scale sets:

    Scale    ImageSize  LoadSize  Blocks  Filters  Epochs  for
    Full     256        286       9       64       20      the study itself: a GPU, or days
    Medium   128        143       6       32       20      a CPU over night
    Small    64         72        4       24       3       minutes a run on two cores, with 600 images a domain
    Tiny     32         36        1       4        1       seconds: whether it all works

    Everything else is the study's: batches of 1, learning rate 2e-4 falling from the middle on (1e-4 with WganGp), cycle
    10, identity 5, pool 50. Only Small and Tiny, which take so few steps, learn at 5e-4 and 1e-3.
.EXAMPLE
    ./cgps examples/study.ps1 -DataRoot ~/selfie2anime -Scale Small -Seeds 1, 2
.EXAMPLE
    ./cgps examples/study.ps1 -DataRoot ~/selfie2anime -Technique Baseline, LeakyReLU -Output leaky
#>
[CmdletBinding()]
param(
    # A folder with trainA, trainB, testA and testB.
    [Parameter(Mandatory)] [string] $DataRoot,

    [ValidateSet('Full', 'Medium', 'Small', 'Tiny')] [string] $Scale = 'Full',

    # The first is what the others are held against.
    # A plus joins presets.
    [string[]] $Technique = @('Baseline', 'LeakyReLU', 'EdgeSmoothing', 'WganGp', 'LeakyReLU+EdgeSmoothing'),

    [string[]] $Seeds = '1',

    # The Inception weights, unless Install-FidWeights has installed them. Without any FID and KID stay empty.
    [string] $Weights,

    # Where runs, report.html and results.md go.
    [string] $Output = 'study',

    # Passes over the data, instead of the scale's.
    [int] $Epochs,

    # Draws of the bootstrap behind the intervals.
    [int] $Bootstrap = 500,

    # Pictures of the same name in testA and testB show the same thing, as in the drawn demo data.
    [switch] $Paired
)

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"

# From a command line a list comes as one text.
$Technique = @($Technique -split ',' | ForEach-Object Trim)
$Seeds = @($Seeds -split ',' | ForEach-Object Trim)

$scales = @{
    Full   = @{ ImageSize = 256; LoadSize = 286; ResidualBlocks = 9; Filters = 64; Epochs = 20 }
    Medium = @{ ImageSize = 128; LoadSize = 143; ResidualBlocks = 6; Filters = 32; Epochs = 20 }
    Small  = @{ ImageSize = 64; LoadSize = 72; ResidualBlocks = 4; Filters = 24; Epochs = 3; LearningRate = 5e-4; CheckpointInterval = 1 }
    Tiny   = @{ ImageSize = 32; LoadSize = 36; ResidualBlocks = 1; Filters = 4; Epochs = 1; LearningRate = 1e-3; SampleInterval = 0 }
}
$scaled = $scales[$Scale]
if ($Epochs) { $scaled.Epochs = $Epochs }

$DataRoot = Convert-Path -LiteralPath $DataRoot
foreach ($folder in 'trainA', 'trainB', 'testA', 'testB') {
    if (-not (Test-Path -LiteralPath (Join-Path $DataRoot $folder))) { throw "$DataRoot has no folder $folder." }
}
$Output = (New-Item -ItemType Directory -Path $Output -Force).FullName
$configs = (New-Item -ItemType Directory -Path (Join-Path $Output 'configs') -Force).FullName

# What a run is to be is written down once: a study that goes on with other numbers would compare what does not compare.
$settings = "DataRoot $DataRoot, " + (@($scaled.Keys | Sort-Object | ForEach-Object { "$_ $($scaled[$_])" }) -join ', ')
$note = Join-Path $Output 'settings.txt'
if (Test-Path -LiteralPath $note) {
    $before = (Get-Content -LiteralPath $note -Raw).Trim()
    if ($before -ne $settings) { throw "$Output holds a study with other settings ($before). Choose another -Output." }
} else {
    Set-Content -LiteralPath $note -Value $settings
}

function Invoke-Run([string] $Name, [int] $Seed) {
    $run = Join-Path $Output "runs/$Name-$Seed"
    $there = if (Test-Path -LiteralPath (Join-Path $run 'run.json')) { Get-CycleGanRun -LiteralPath $run }
    if ($there.Status -eq 'Finished') {
        Write-Host "$Name, seed ${Seed}: finished before"
        return $run
    }

    $losses = if ($there -and (Test-Path -LiteralPath (Join-Path $run 'checkpoints'))) {
        Write-Host "$Name, seed ${Seed}: goes on from its last checkpoint"
        Start-CycleGanTraining -Resume $run
    } else {
        Write-Host "$Name, seed ${Seed}: trains"
        $file = New-CycleGanConfig -Path (Join-Path $configs "$Name.psd1") -Preset $Name.Split('+') -DataRoot $DataRoot -Force
        $config = Import-PowerShellDataFile -LiteralPath $file.FullName
        $config.DataRoot = $DataRoot
        foreach ($key in $scaled.Keys) { $config[$key] = $scaled[$key] }
        $config.Remove('DecayEpoch')
        Start-CycleGanTraining -Config $config -Output $run -Seed $Seed -Force
    }
    Write-Host ('    {0:0} s, last generator loss {1:0.000}' -f @($losses)[-1].Seconds, @($losses)[-1].Generator)
    $run
}

# Seed by seed, so that a study that is stopped early has all techniques.
$runs = foreach ($seed in [int[]] $Seeds) { foreach ($name in $Technique) { Invoke-Run $name $seed } }

$report = Join-Path $Output 'report.html'
$with = @{ Report = $report; Force = $true; Summary = $true; Bootstrap = $Bootstrap; Paired = $Paired }
if ($Weights) { $with.Weights = $Weights }
$techniques = @(Compare-CycleGanRun -LiteralPath $runs @with)
$rows = @($techniques | ForEach-Object { $_.Rows })

function Format-Cell($Value, [string] $Format) { if ($null -eq $Value) { '–' } else { ([double] $Value).ToString($Format, [cultureinfo]::InvariantCulture) } }

function Format-Mean($Mean, $Deviation, [string] $Format) { (Format-Cell $Mean $Format) + $(if ($null -ne $Deviation) { ' ± ' + (Format-Cell $Deviation $Format) }) }

function Format-Difference($Difference, [double] $Factor, [string] $Format) {
    if ($null -eq $Difference) { return '–' }
    $sign = if ($Difference.Value -gt 0) { '+' } else { '' }
    '{0}{1} ({2} to {3}){4}' -f $sign, (Format-Cell ($Factor * $Difference.Value) $Format), (Format-Cell ($Factor * $Difference.Low) $Format),
    (Format-Cell ($Factor * $Difference.High) $Format), $(if ($Difference.LargerThanChance) { ' *' })
}

$first = $rows[0]
$lines = @(
    '# Results'
    ''
    "Scale $Scale ($($scaled.ImageSize) px, $($scaled.ResidualBlocks) blocks, $($scaled.Filters) filters, $($scaled.Epochs) epochs); seeds $($Seeds -join ', '); $($first.FakeCount) test photos against $($first.RealCount) real images, measured at $($first.MeasuredSize) px."
    ''
    '| Technique | Seeds | FID | Δ FID | KID × 1000 | Δ KID × 1000 | SWD | Δ SWD | Training s | Preparation s |'
    '|---|---|---|---|---|---|---|---|---|---|'
    foreach ($one in $techniques) {
        '| {0} |' -f (@(
                $one.Technique
                $one.Seeds -join ', '
                Format-Mean $one.Fid $one.FidDeviation '0.00'
                Format-Difference $one.DeltaFid 1 '0.00'
                Format-Mean $(if ($null -ne $one.Kid) { 1000 * $one.Kid }) $(if ($null -ne $one.KidDeviation) { 1000 * $one.KidDeviation }) '0.00'
                Format-Difference $one.DeltaKid 1000 '0.00'
                Format-Mean $one.Swd $one.SwdDeviation '0.0'
                Format-Difference $one.DeltaSwd 1 '0.0'
                Format-Cell $one.TrainingSeconds '0'
                Format-Cell $one.PreparationSeconds '0'
            ) -join ' | ')
    }
    ''
    "Mean ± deviation over seeds. Differences are to $($techniques[0].Technique), with 95 % bootstrap intervals over test images$(if ($Seeds.Count -gt 1) { ' and seeds' }); * marks those that zero lies outside of."
    if ($first.WeightsSha256) { "Inception weights $($first.WeightsName), SHA-256 $($first.WeightsSha256). With so few test images FID leans high: KID is the better guide." }
    else { 'No Inception weights, so no FID and no KID: SWD sees colours and strokes rather than faces.' }
)
$table = Join-Path $Output 'results.md'
Set-Content -LiteralPath $table -Value $lines

$rows | Format-Table | Out-Host
$techniques | Format-Table | Out-Host
Write-Host "report   $report"
Write-Host "table    $table"
