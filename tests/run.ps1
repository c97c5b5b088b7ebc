<#
.SYNOPSIS
    Runs all tests: xUnit for the core, then the Pester files for what a user sees.
.DESCRIPTION
    The Pester files run under Pester 5 where it is installed, and under the embedded host's own runner where not. Ends with the
    line 'N passed, N failed', and with exit code 1 if a test failed or none ran.
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

# Each run gives one such record.
function New-Outcome([string] $Name, [int] $Passed, [int] $Failed, [int] $Skipped, [object[]] $Failures) {
    [pscustomobject]@{ Name = $Name; Passed = $Passed; Failed = $Failed; Skipped = $Skipped; Failures = $Failures }
}

function New-Failure([string] $Name, [string] $Message, [string] $Position) {
    [pscustomobject]@{ Name = $Name; Message = $Message; Position = $Position }
}

function Invoke-CoreTest {
    $name = 'CycleGanPS.Core.Tests'
    $results = Join-Path ([IO.Path]::GetTempPath()) "core-tests-$([guid]::NewGuid().ToString('N'))"
    $arguments = @('test', (Join-Path $PSScriptRoot $name), '--configuration', 'Release', '--nologo', '--verbosity', 'quiet', '--logger', 'trx;LogFileName=core.trx', '--results-directory', $results)
    if ($Filter) { $arguments += '--filter', "FullyQualifiedName~$Filter" }
    $PSNativeCommandUseErrorActionPreference = $false
    $log = @(& dotnet @arguments 2>&1) -join "`n"
    $failed = $LASTEXITCODE -ne 0
    $file = Join-Path $results 'core.trx'
    if (-not (Test-Path -LiteralPath $file)) {
        # A filter that selects no test is no failure, and leaves no report.
        if (-not $failed) { return New-Outcome $name 0 0 0 @() }
        return New-Outcome $name 0 1 0 @(New-Failure 'the build or the test process' $log '')
    }
    $report = [xml] [IO.File]::ReadAllText($file)
    Remove-Item -LiteralPath $results -Recurse -Force
    $counters = $report.TestRun.ResultSummary.Counters
    $failures = @($report.TestRun.Results.ChildNodes | Where-Object { $_.outcome -eq 'Failed' } | ForEach-Object {
            New-Failure $_.testName "$($_.Output.ErrorInfo.Message)`n$($_.Output.ErrorInfo.StackTrace)" ''
        })
    # A process that dies takes the tests with it that have not run yet.
    if ($failed -and $failures.Count -eq 0) { $failures = @(New-Failure 'the test process' $log '') }
    New-Outcome $name $counters.passed $failures.Count ([int] $counters.total - [int] $counters.executed) $failures
}

function Invoke-PesterFile([string] $Path) {
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $Path
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'None'
    $run = Invoke-Pester -Configuration $configuration

    $failures = @(foreach ($test in $run.Failed) {
            # Where a set-up failed its tests have no error of their own: the nearest block around them has it.
            $holder = $test
            for ($block = $test.Block; $block -and @($holder.ErrorRecord).Count -eq 0; $block = $block.Parent) { $holder = $block }
            New-Failure $test.ExpandedPath (@($holder.ErrorRecord) -join "`n") (Get-TestPosition $holder.ErrorRecord $Path)
        })
    # What failed while all tests passed: the discovery of a file, or the clean-up of a block.
    $failures += @(@($run.FailedBlocks) + @($run.FailedContainers) | Where-Object { $_ -and @($_.ErrorRecord).Count -gt 0 -and $_.FailedCount -eq 0 } |
            ForEach-Object { New-Failure "$_" (@($_.ErrorRecord) -join "`n") (Get-TestPosition $_.ErrorRecord $Path) })
    if ($failures.Count -eq 0 -and $run.Result -ne 'Passed') { $failures = @(New-Failure 'the run of the file' "Pester says '$($run.Result)'." $Path) }
    New-Outcome (Split-Path -Leaf $Path) $run.PassedCount $failures.Count ($run.TotalCount - $run.PassedCount - $run.FailedCount) $failures
}

# The innermost line of the test file that led to the first of the errors.
function Get-TestPosition($ErrorRecord, [string] $Path) {
    foreach ($line in "$(@($ErrorRecord)[0].ScriptStackTrace)".Split("`n")) {
        if ($line.Contains($Path) -and $line -match 'line (\d+)\s*$') { return "${Path}:$($Matches[1])" }
    }
    $Path
}

function Invoke-EmbeddedFile([string] $Path) {
    $run = Invoke-TestFile -Path $Path
    New-Outcome (Split-Path -Leaf $Path) $run.Passed $run.Failed $run.Skipped $run.Failures
}

$passed = $failed = $skipped = 0

function Show-Outcome($Outcome, [Diagnostics.Stopwatch] $Watch) {
    Write-Host ('{0,-44} {1,4} passed {2,3} failed {3,3} skipped {4,6:0.0} s' -f $Outcome.Name, $Outcome.Passed, $Outcome.Failed, $Outcome.Skipped, $Watch.Elapsed.TotalSeconds)
    foreach ($failure in $Outcome.Failures) {
        Write-Host "  FAILED $($failure.Name)" -ForegroundColor Red
        foreach ($line in "$($failure.Message)`n$($failure.Position)".Trim() -split '\r?\n') { Write-Host "    $line" }
    }
    $script:passed += $Outcome.Passed
    $script:failed += $Outcome.Failed
    $script:skipped += $Outcome.Skipped
}

if (-not $SkipCore) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    Show-Outcome (Invoke-CoreTest) $watch
}

if (-not $SkipPester) {
    $pester = Get-Module -ListAvailable -Name Pester | Where-Object { $_.Version.Major -ge 5 } | Sort-Object Version -Descending | Select-Object -First 1
    $runner = if ($pester) { $pester.Path } else { Join-Path (Split-Path -Parent $PSScriptRoot) 'src/CycleGanPS.Shell/Testing/TestRunner.psm1' }
    Import-Module $runner -ErrorAction Stop
    foreach ($file in Get-ChildItem -LiteralPath $PSScriptRoot -Filter '*.Tests.ps1' -File | Where-Object { $_.Name.Contains("$Filter", 'OrdinalIgnoreCase') } | Sort-Object Name) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Show-Outcome $(if ($pester) { Invoke-PesterFile $file.FullName } else { Invoke-EmbeddedFile $file.FullName }) $watch
    }
}

Write-Host "$passed passed, $failed failed$(if ($skipped) { ", $skipped skipped" })"
if ($failed -gt 0 -or $passed -eq 0) { exit 1 }
