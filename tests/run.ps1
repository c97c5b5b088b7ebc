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

$ErrorActionPreference = 'Stop'
$totals = @{ Passed = 0; Failed = 0; Skipped = 0 }

function Add-Total([int] $Passed, [int] $Failed, [int] $Skipped, [string] $Name, [double] $Seconds) {
    $totals.Passed += $Passed
    $totals.Failed += $Failed
    $totals.Skipped += $Skipped
    Write-Host ('{0,-44} {1,4} passed {2,3} failed {3,3} skipped {4,6:0.0} s' -f $Name, $Passed, $Failed, $Skipped, $Seconds)
}

if (-not $SkipCore) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $project = Join-Path $PSScriptRoot 'CycleGanPS.Core.Tests'
    $results = Join-Path ([IO.Path]::GetTempPath()) "core-tests-$([guid]::NewGuid().ToString('N'))"
    $arguments = @('test', $project, '--configuration', 'Release', '--nologo', '--verbosity', 'quiet', '--logger', 'trx;LogFileName=core.trx', '--results-directory', $results)
    if ($Filter) { $arguments += '--filter', "FullyQualifiedName~$Filter" }
    $log = @(& dotnet @arguments 2>&1)
    $file = Join-Path $results 'core.trx'
    if (Test-Path -LiteralPath $file) {
        $report = [xml] [IO.File]::ReadAllText($file)
        $counters = $report.TestRun.ResultSummary.Counters
        foreach ($test in @($report.TestRun.Results.ChildNodes | Where-Object { $_.outcome -eq 'Failed' })) {
            Write-Host "  FAILED $($test.testName)`n    $($test.Output.ErrorInfo.Message)`n$($test.Output.ErrorInfo.StackTrace)" -ForegroundColor Red
        }
        Add-Total $counters.passed $counters.failed ([int] $counters.total - [int] $counters.executed) 'CycleGanPS.Core.Tests' $watch.Elapsed.TotalSeconds
        if ($LASTEXITCODE -ne 0 -and [int] $counters.failed -eq 0) {
            Write-Host "  the test process ended with code $LASTEXITCODE`n$($log -join "`n")" -ForegroundColor Red
            $totals.Failed++
        }
    }
    elseif (-not $Filter) {
        Write-Host "  the core's tests could not be run:`n$($log -join "`n")" -ForegroundColor Red
        $totals.Failed++
    }
    if (Test-Path -LiteralPath $results) { Remove-Item -LiteralPath $results -Recurse -Force }
}

if (-not $SkipPester) {
    $files = @(Get-ChildItem -LiteralPath $PSScriptRoot -Filter '*.Tests.ps1' -File | Where-Object { -not $Filter -or $_.Name -like "*$Filter*" } | Sort-Object Name)
    $pester = Get-Module -ListAvailable -Name Pester | Where-Object { $_.Version.Major -ge 5 } | Sort-Object Version -Descending | Select-Object -First 1
    if ($pester) {
        Import-Module $pester.Path
    }
    elseif ($env:CYCLEGANPS_TEST_RUNNER) {
        Import-Module $env:CYCLEGANPS_TEST_RUNNER
    }
    else {
        throw 'There is no Pester 5: Install-Module Pester -MinimumVersion 5.0, or run this script with ./cgps --host embedded.'
    }

    foreach ($file in $files) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        if ($pester) {
            $configuration = New-PesterConfiguration
            $configuration.Run.Path = $file.FullName
            $configuration.Run.PassThru = $true
            $configuration.Output.Verbosity = 'None'
            $run = Invoke-Pester -Configuration $configuration
            $failures = @($run.Failed | ForEach-Object { [pscustomobject]@{ Name = $_.ExpandedPath; Message = "$($_.ErrorRecord)"; Position = '' } })
            # A block or a file that fails outside its tests.
            $failures += @(@($run.FailedBlocks) + @($run.FailedContainers) | Where-Object { $_ -and @($_.ErrorRecord).Count -gt 0 } |
                    ForEach-Object { [pscustomobject]@{ Name = "$_"; Message = "$($_.ErrorRecord)"; Position = '' } })
            $counts = $run.PassedCount, [Math]::Max($run.FailedCount, $failures.Count), ($run.SkippedCount + $run.NotRunCount)
        }
        else {
            $run = @(Invoke-TestFile -Path $file.FullName)
            $failures = @($run | Where-Object Result -EQ 'Failed')
            $counts = @($run | Where-Object Result -EQ 'Passed').Count, $failures.Count, @($run | Where-Object Result -EQ 'Skipped').Count
        }
        Add-Total $counts[0] $counts[1] $counts[2] $file.Name $watch.Elapsed.TotalSeconds
        foreach ($failure in $failures) {
            Write-Host "  FAILED $($failure.Name)`n    $($failure.Message) $($failure.Position)" -ForegroundColor Red
        }
    }
}

Write-Host "$($totals.Passed) passed, $($totals.Failed) failed$(if ($totals.Skipped) { ", $($totals.Skipped) skipped" })"
if ($totals.Failed -gt 0 -or $totals.Passed -eq 0) { exit 1 }
