<#
.SYNOPSIS
    Runs all tests: xUnit for the core, then Pester for what a user sees.
.DESCRIPTION
    Pester is the version that Directory.Packages.props names, whatever else is installed. Ends with the line 'N passed, N failed', and with
    exit code 1 if a test failed or none ran.
.EXAMPLE
    ./cgps tests/run.ps1 -SkipCore -Filter Convert-ToAnime
#>
[CmdletBinding()]
param(
    # Only test files, and core tests, whose name contains this.
    [string] $Filter,

    # Leave out the core's tests.
    [switch] $SkipCore,

    # Leave out the Pester files.
    [switch] $SkipPester
)

# No preference is set here: the tests would inherit it, and errors that end nothing would end them.

$script:passed = $script:failed = $script:skipped = 0

function Add-Outcome([int] $Passed, [int] $Failed, [int] $Skipped) {
    $script:passed += $Passed
    $script:failed += $Failed
    $script:skipped += $Skipped
}

function Write-Failure([string] $Name, [string] $Message) {
    Write-Host "  FAILED $Name" -ForegroundColor Red
    foreach ($line in $Message.Trim() -split '\r?\n') { Write-Host "    $line" }
}

function Invoke-CoreTest {
    $name = 'CycleGanPS.Core.Tests'
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $results = Join-Path ([IO.Path]::GetTempPath()) "core-tests-$([guid]::NewGuid().ToString('N'))"
    $arguments = @('test', (Join-Path $PSScriptRoot $name), '--configuration', 'Release', '--nologo', '--verbosity', 'quiet', '--logger', 'trx;LogFileName=core.trx', '--results-directory', $results)
    if ($Filter) { $arguments += '--filter', "FullyQualifiedName~$Filter" }
    $PSNativeCommandUseErrorActionPreference = $false
    $log = @(& dotnet @arguments 2>&1) -join "`n"
    $isFailed = $LASTEXITCODE -ne 0
    $file = Join-Path $results 'core.trx'
    if (-not (Test-Path -LiteralPath $file)) {
        # A filter that selects no test is no failure, and leaves no report.
        if ($isFailed) {
            Write-Failure "$name, the build or the test process" $log
            Add-Outcome 0 1 0
        }
        return
    }
    $report = [xml] [IO.File]::ReadAllText($file)
    Remove-Item -LiteralPath $results -Recurse -Force
    $counters = $report.TestRun.ResultSummary.Counters
    $tests = @($report.TestRun.Results.ChildNodes)
    $failures = @($tests | Where-Object outcome -EQ 'Failed')
    $skips = @($tests | Where-Object outcome -EQ 'NotExecuted')
    # A process that dies takes the tests with it that have not run yet.
    $isBroken = $isFailed -and $failures.Count -eq 0
    Write-Host ('{0}: {1} passed, {2} failed, {3} skipped in {4:0} s' -f $name, $counters.passed, $failures.Count, $skips.Count, $watch.Elapsed.TotalSeconds)
    foreach ($test in $failures) { Write-Failure $test.testName "$($test.Output.ErrorInfo.Message)`n$($test.Output.ErrorInfo.StackTrace)" }
    if ($isBroken) { Write-Failure 'the test process' $log }
    foreach ($test in $skips) { Write-Host "  skipped $($test.testName): $($test.Output.ErrorInfo.Message)" }
    Add-Outcome $counters.passed ($failures.Count + [int] $isBroken) $skips.Count
}

function Import-Pester {
    $project = Join-Path (Split-Path -Parent $PSScriptRoot) 'build/Tools.proj'
    $path = & dotnet msbuild $project -restore -target:Locate -property:Tool=Pester -getProperty:ToolPath -nodeReuse:false
    if ($LASTEXITCODE) { throw "Pester could not be fetched: $path" }
    Import-Module -Name $path -Global -ErrorAction Stop
}

function Invoke-PesterTest([string[]] $Files) {
    Import-Pester
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $Files
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'Normal'
    $run = Invoke-Pester -Configuration $configuration
    foreach ($test in $run.Skipped) { Write-Host "  skipped $($test.ExpandedPath): $(@($test.ErrorRecord)[0])" }
    # A block or a file counts where its set-up, clean-up or discovery failed, beside the tests that this took along.
    Add-Outcome $run.PassedCount ($run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount) ($run.TotalCount - $run.PassedCount - $run.FailedCount)
    if ($run.Result -ne 'Passed' -and $script:failed -eq 0) {
        Write-Failure 'the run of Pester' "It says '$($run.Result)'."
        Add-Outcome 0 1 0
    }
}

if (-not $SkipCore) { Invoke-CoreTest }

if (-not $SkipPester) {
    $files = @(Get-ChildItem -LiteralPath $PSScriptRoot -Filter '*.Tests.ps1' -File | Where-Object { $_.Name.Contains("$Filter", 'OrdinalIgnoreCase') } | Sort-Object Name)
    if ($files) { Invoke-PesterTest $files.FullName }
}

Write-Host "$passed passed, $failed failed$(if ($skipped) { ", $skipped skipped" })"
if ($failed -gt 0 -or $passed -eq 0) { exit 1 }
