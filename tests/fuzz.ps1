<#
.SYNOPSIS
    Fuzzes the project's own parsers (PyTorch archives, safetensors, npz, photos) with SharpFuzz under AFL++.
.DESCRIPTION
    Needs afl-fuzz on the PATH, and the SharpFuzz command line tool, which is installed beside the build if it is not there. Ends
    with the number of crashes and hangs; the inputs lie in the -Output folder. What is found and mended is kept as a case of the tests.
.EXAMPLE
    ./cgps tests/fuzz.ps1 -Minutes 10
#>
[CmdletBinding()]
param(
    [ValidateSet('pytorch', 'safetensors', 'npz', 'photo')] [string[]] $Reader = @('pytorch', 'safetensors', 'npz', 'photo'),

    # For each reader.
    [double] $Minutes = 10,

    # Corpora and finds.
    [string] $Output = 'fuzz'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$null = New-Item -ItemType Directory -Path $Output -Force
$Output = Convert-Path -LiteralPath $Output
$build = Join-Path $Output 'build'
& dotnet build "$PSScriptRoot/CycleGanPS.Fuzz" --configuration Release --nologo --verbosity quiet --output $build
if ($LASTEXITCODE) { throw 'The fuzzing target could not be built.' }
$tool = Join-Path $Output 'tool/sharpfuzz'
if (-not (Test-Path -LiteralPath $tool)) {
    & dotnet tool install SharpFuzz.CommandLine --tool-path (Join-Path $Output 'tool')
    if ($LASTEXITCODE) { throw 'The SharpFuzz command line tool could not be installed.' }
}
& $tool (Join-Path $build 'CycleGanPS.Core.dll')
if ($LASTEXITCODE) { throw 'CycleGanPS.Core.dll could not be instrumented.' }

$fixtures = "$PSScriptRoot/fixtures"
$seeds = @{
    pytorch = "$fixtures/pytorch/*.pt"
    safetensors = "$fixtures/pytorch/*.safetensors"
    npz = "$fixtures/metrics/*.npz"
    photo = "$fixtures/photos/*/*.*"
}
$env:AFL_SKIP_BIN_CHECK = 1
$env:AFL_SKIP_CPUFREQ = 1
$env:AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES = 1
$env:AFL_NO_UI = 1
foreach ($name in $Reader) {
    $corpus = Join-Path $Output "$name/seeds"
    $null = New-Item -ItemType Directory -Path $corpus -Force
    Get-ChildItem -Path $seeds[$name] -File | Where-Object Length -LT 8192 | Copy-Item -Destination $corpus
    $finds = Join-Path $Output "$name/finds"
    & afl-fuzz -i $corpus -o $finds -t 10000 -m none -V ([int] (60 * $Minutes)) -- dotnet (Join-Path $build 'cyclegan-fuzz.dll') $name | Out-Null
    $statistics = Get-Content -LiteralPath (Join-Path $finds 'default/fuzzer_stats')
    [pscustomobject] @{
        Reader = $name
        Executions = [long] (($statistics -match '^execs_done')[0] -split ': ')[1]
        Corpus = [int] (($statistics -match '^corpus_count')[0] -split ': ')[1]
        Crashes = @(Get-ChildItem -LiteralPath (Join-Path $finds 'default/crashes') -File | Where-Object Name -NE 'README.txt').Count
        Hangs = @(Get-ChildItem -LiteralPath (Join-Path $finds 'default/hangs') -File).Count
    }
}
