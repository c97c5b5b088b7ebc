<#
.SYNOPSIS
    Runs all tests: xUnit for the core, then Pester for what a user sees.
.DESCRIPTION
    Pester is the version that Directory.Packages.props names, whatever else is installed. Ends with the line 'N passed, N failed', and with
    exit code 1 if a test failed or none ran. A test that cannot run on this machine is named, with its reason: what Set-ItResult was
    told or, where -Skip left the test out, the tag beside it. The tests inherit the strict mode that is set here.
.EXAMPLE
    ./cgps tests/run.ps1 -SkipCore -Filter Convert-ToAnime
#>
[CmdletBinding()]
param(
    # Only test files, and core tests, whose name contains this.
    [string] $Filter,

    # Where the Pester files are.
    [string] $Folder = $PSScriptRoot,

    # Leave out the core's tests.
    [switch] $SkipCore,

    # Leave out the Pester files.
    [switch] $SkipPester
)

Set-StrictMode -Version Latest
# No preference is set here: the tests would inherit it, and errors that end nothing would end them.

$script:passed = $script:failed = $script:skipped = 0

function Add-Outcome([int] $Passed, [int] $Failed, [int] $Skipped) {
    $script:passed += $Passed
    $script:failed += $Failed
    $script:skipped += $Skipped
}

function Write-Line([string] $Text) { Write-Information $Text -InformationAction Continue }

function Write-Failure([string] $Name, [string] $Message) {
    Write-Line "  FAILED $Name"
    foreach ($line in $Message.Trim() -split '\r?\n') { Write-Line "    $line" }
}

# What the report of the core's tests says of one of them, if anything.
function Get-Said([Xml.XmlElement] $Test, [string] $What) {
    $Test.SelectNodes("*[local-name()='Output']/*[local-name()='ErrorInfo']/*[local-name()='$What']") | ForEach-Object InnerText
}

function Invoke-CoreTest {
    $name = 'CycleGanPS.Core.Tests'
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $results = Join-Path -Path ([IO.Path]::GetTempPath()) -ChildPath "core-tests-$([guid]::NewGuid().ToString('N'))"
    $arguments = @('test', (Join-Path -Path $PSScriptRoot -ChildPath $name), '--configuration', 'Release', '--nologo', '--verbosity', 'quiet', '--logger', 'trx;LogFileName=core.trx', '--results-directory', $results)
    if ($Filter) { $arguments += '--filter', "FullyQualifiedName~$Filter" }
    $PSNativeCommandUseErrorActionPreference = $false
    $log = @(& dotnet @arguments 2>&1) -join "`n"
    $isFailed = $LASTEXITCODE -ne 0
    $file = Join-Path $results 'core.trx'
    if (-not (Test-Path -LiteralPath $file)) {
        # A filter that selects no test is no failure, and leaves no report.
        if ($isFailed) {
            Write-Failure "$name, the build or the test process" $log
            Add-Outcome -Failed 1
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
    Write-Line ('{0}: {1} passed, {2} failed, {3} skipped in {4:0} s' -f $name, $counters.passed, $failures.Count, $skips.Count, $watch.Elapsed.TotalSeconds)
    foreach ($test in $failures) { Write-Failure $test.testName "$(Get-Said $test 'Message')`n$(Get-Said $test 'StackTrace')" }
    if ($isBroken) { Write-Failure 'the test process' $log }
    foreach ($test in $skips) { Write-Line "  skipped $($test.testName): $(Get-Said $test 'Message')" }
    Add-Outcome -Passed $counters.passed -Failed ($failures.Count + [int] $isBroken) -Skipped $skips.Count
}

function Import-Pester {
    $project = Join-Path (Split-Path -Parent $PSScriptRoot) 'build/Tools.proj'
    $path = & dotnet msbuild $project -restore -target:Locate -property:Tool=Pester -getProperty:ToolPath -nodeReuse:false
    if ($LASTEXITCODE) { throw "Pester could not be fetched: $path" }
    Import-Module -Name $path -Global -ErrorAction Stop
}

function Get-SkipReason($Test) {
    foreach ($fault in $Test.ErrorRecord) { return "$fault" -replace '^is skipped, because ' }
    for ($block = $Test; $block; $block = $block.PSObject.Properties['Block']?.Value ?? $block.PSObject.Properties['Parent']?.Value) {
        if ($block.Tag) { return $block.Tag -join ', ' }
    }
    'it does not say why'
}

function Invoke-PesterTest([string[]] $Files) {
    Import-Pester
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $Files
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'Normal'
    $run = Invoke-Pester -Configuration $configuration
    foreach ($test in $run.Skipped) { Write-Line "  skipped $($test.ExpandedPath): $(Get-SkipReason $test)" }
    # A block or a file counts where its set-up, clean-up or discovery failed, beside the tests that this took along.
    $outcome = @{
        Passed = $run.PassedCount
        Failed = $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
        Skipped = $run.TotalCount - $run.PassedCount - $run.FailedCount
    }
    Add-Outcome @outcome
    if ($run.Result -ne 'Passed' -and $script:failed -eq 0) {
        Write-Failure 'the run of Pester' "It says '$($run.Result)'."
        Add-Outcome -Failed 1
    }
}

if (-not $SkipCore) { Invoke-CoreTest }

if (-not $SkipPester) {
    $files = @(Get-ChildItem -LiteralPath $Folder -Filter '*.Tests.ps1' -File | Where-Object { $_.Name.Contains("$Filter", 'OrdinalIgnoreCase') } | Sort-Object Name)
    if ($files) { Invoke-PesterTest $files.FullName }
}

Write-Line "$passed passed, $failed failed$(if ($skipped) { ", $skipped skipped" })"
if ($failed -gt 0 -or $passed -eq 0) { exit 1 }
