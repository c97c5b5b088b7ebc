<#
.SYNOPSIS
    From nothing to a trained CycleGAN, translated photos, loss curves and a score, in about four minutes on two cores.
.DESCRIPTION
    Draws two domains of faces (soft "photos" and flat "anime"), trains a small CycleGAN on them without ever showing it a
    pair, translates the test photos, and measures the result against the drawings that belong to them.
    With -DataRoot it does the same with your own trainA, trainB, testA and testB.
.EXAMPLE
    ./cgps examples/quickstart.ps1
.EXAMPLE
    ./cgps examples/quickstart.ps1 -DataRoot ~/selfie2anime -Output ~/selfies
#>
[CmdletBinding()]
param(
    # Where everything goes; replaced if it is there from an earlier quickstart.
    [string] $Output = 'quickstart',

    # Your own data: a folder with trainA, trainB, testA and testB.
    [string] $DataRoot,

    # What to train: see New-CycleGanConfig. By default the drawn faces get generators with skip connections, which keep their colours; your own
    # pictures do not, since the photo would come through.
    [string[]] $Preset,

    # Passes over the data. By default 9 over the drawn faces, of some half a minute each on two cores, and 10 over your own.
    [ValidateRange(1, 10000)] [int] $Epochs,

    [int] $Seed = 1
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$InformationPreference = 'Continue'
Import-Module "$PSScriptRoot/../module/CycleGanPS/CycleGanPS.psd1"

function Write-Heading([string] $Text) { Write-Information "`n== $Text" }

$marker = Join-Path $Output '.quickstart'
if ((Test-Path -LiteralPath $Output) -and -not (Test-Path -LiteralPath $marker)) {
    throw "$Output exists and is not from a quickstart. Choose another -Output."
}
if (Test-Path -LiteralPath $Output) { Remove-Item -LiteralPath $Output -Recurse -Force }
$null = New-Item -ItemType Directory -Path $Output
$null = New-Item -ItemType File -Path $marker
$Output = Convert-Path -LiteralPath $Output

Write-Heading 'Data'
$paired = -not $DataRoot
if ($paired) {
    $DataRoot = Join-Path $Output 'data'
    $null = New-CycleGanDemoData -Path $DataRoot -Count 400 -Seed $Seed
} else {
    $DataRoot = Convert-Path -LiteralPath $DataRoot
}
Test-CycleGanDataset -Path $DataRoot | Out-Host
$photos = Join-Path $DataRoot 'testA'
$drawings = Join-Path $DataRoot 'testB'

Write-Heading 'Training'
if (-not $Preset) { $Preset = if ($paired) { 'Quick', 'SkipResnet' } else { 'Quick' } }
if (-not $Epochs) { $Epochs = if ($paired) { 9 } else { 10 } }
# The drawn faces' colours are learnt by then; a step without the identity loss takes two thirds.
$change = if ($paired) { @{ IdentityEpochs = 2 } } else { @{} }
$config = New-CycleGanConfig -Path (Join-Path $Output 'run.psd1') -Preset $Preset -DataRoot $DataRoot
$run = Join-Path $Output 'run'
$losses = Start-CycleGanTraining -Config $config -Set $change -Output $run -Epochs $Epochs -Seed $Seed | ForEach-Object {
    if ($_.Step -eq 1 -or $_.Step % 100 -eq 0) {
        Write-Information ('epoch {0}  step {1,5}  discriminator {2:0.000}  generator {3:0.000}  cycle {4:0.000}  {5:0.0} images/s' -f
            $_.Epoch, $_.Step, $_.Discriminator, $_.Generator, $_.Cycle, $_.ImagesPerSecond)
    }
    $_
}
$lossPlot = $losses | Export-CycleGanLossPlot -Path (Join-Path $Output 'losses.png')

Write-Heading 'Translation'
$trained = Join-Path $run 'generatorAB.pt'
$untrained = Join-Path $run 'checkpoints/epoch-0000/generatorAB.pt'
$anime = Join-Path $Output 'anime'
$results = Get-ChildItem -LiteralPath $photos -File | Convert-ToAnime -Model $trained -Destination $anime
$blank = Join-Path $Output 'untrained'
$null = Get-ChildItem -LiteralPath $photos -File | Convert-ToAnime -Model $untrained -Destination $blank
Write-Information ('{0} photos translated, {1:0.0} ms each' -f @($results).Count, ($results.Elapsed.TotalMilliseconds | Measure-Object -Average).Average)
$sheet = Export-CycleGanContactSheet -Path (Join-Path $Output 'before-after.png') -Folder $photos, $anime -Title photo, anime

Write-Heading 'Score'
@(
    [pscustomobject]@{ Picture = 'the photo itself'; Folder = $photos }
    [pscustomobject]@{ Picture = 'untrained generator'; Folder = $blank }
    [pscustomobject]@{ Picture = 'trained generator'; Folder = $anime }
) | ForEach-Object {
    $row = [ordered]@{ Picture = $_.Picture }
    if ($paired) {
        $truth = Measure-PairedError -Real $drawings -Fake $_.Folder
        $row['Error against the truth'] = '{0:0.000}' -f $truth.MeanAbsoluteError
        $row['PSNR (dB)'] = '{0:0.0}' -f $truth.Psnr
    }
    $row['Sliced Wasserstein'] = '{0:0.0}' -f (Measure-SlicedWasserstein -Real $drawings -Fake $_.Folder | Where-Object Level -EQ 'Mean').Swd
    [pscustomobject] $row
} | Format-Table -AutoSize | Out-Host

Write-Heading 'Where to look'
Write-Information "before and after   $($sheet.FullName)"
Write-Information "loss curves        $($lossPlot.FullName)"
Write-Information "sample sheets      $(Join-Path $run 'samples')"
Write-Information "the run's page     $(Join-Path $run 'index.html')"
Write-Information "the model          $trained"
Write-Information "the config         $($config.FullName)"
Write-Information "`nYour own photos:   ./cgps examples/quickstart.ps1 -DataRoot <folder with trainA, trainB, testA, testB>"
