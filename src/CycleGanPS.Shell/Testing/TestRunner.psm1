<#
    A test runner with the semantics of Pester 5, for the machine that has no Pester: what our test files use of it, and a clear
    error for what they do not.

    Discovery runs the file and the bodies of Describe and Context, which only collect; the run executes the collected blocks.
    All blocks of a test file belong to the caller's session state. There each Describe gets a scope of its own, in which its
    BeforeAll is dot-sourced and below which its children run, and each It a scope with its BeforeEach blocks: so variables
    reach inwards and never outwards.
#>

Set-StrictMode -Version 3.0

$script:current = $null      # the block that discovery is in
$script:isRunning = $false
$script:newScope = $null     # executes a frame in a new scope of the test file, see TestScope.ps1

# --- discovery ---

function New-Block([string] $Name, $Parent, $Data, [bool] $Skip) {
    [pscustomobject]@{
        Name = $Name; Parent = $Parent; Data = $Data; Skip = $Skip; IsTest = $false
        BeforeAll = $null; AfterAll = $null; BeforeEach = $null; AfterEach = $null
        Items = [Collections.Generic.List[object]]::new()
    }
}

function Assert-Discovery([string] $Command) {
    if ($null -eq $script:current) { throw "$Command belongs into a test file: run it with tests/run.ps1." }
    if ($script:isRunning) { throw "$Command belongs into the body of a Describe or a test file, and cannot be used while a test runs." }
}

function Describe {
    [Alias('Context')]
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Fixture = $(throw 'A Describe or Context needs a block: is its opening brace on the next line?'),
        [Alias('Tags')] [string[]] $Tag, [switch] $Skip, [AllowNull()] [AllowEmptyCollection()] [object[]] $ForEach
    )
    Assert-Discovery 'Describe'
    # Without -ForEach there is one case, of nothing; with an empty one there is none.
    if (-not $PSBoundParameters.ContainsKey('ForEach')) { $ForEach = @($null) }
    $parent = $script:current
    foreach ($case in $ForEach) {
        $script:current = New-Block $Name $parent $case ($Skip -or $parent.Skip)
        $parent.Items.Add($script:current)
        try {
            Invoke-InScope @{ Data = $case; Body = $Fixture }
        }
        finally {
            $script:current = $parent
        }
    }
}

function It {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Test = $(throw 'An It needs a block: is its opening brace on the next line?'),
        [Alias('Tags')] [string[]] $Tag, [switch] $Skip, [Alias('ForEach')] [AllowNull()] [AllowEmptyCollection()] [object[]] $TestCases
    )
    Assert-Discovery 'It'
    if ($null -eq $script:current.Parent) { throw "It '$Name' stands outside of a Describe." }
    if (-not $PSBoundParameters.ContainsKey('TestCases')) { $TestCases = @($null) }
    foreach ($case in $TestCases) {
        $script:current.Items.Add([pscustomobject]@{
                Name = $Name; Parent = $script:current; Data = $case; Skip = $Skip -or $script:current.Skip; IsTest = $true; Body = $Test
            })
    }
}

function Set-Hook([string] $Hook, [scriptblock] $Block) {
    Assert-Discovery $Hook
    # Pester before 6 drops all but the last without a word.
    if ($script:current.$Hook) { throw "There is already a $Hook in this block." }
    if ($Hook -like '*Each' -and $null -eq $script:current.Parent) { throw "$Hook stands outside of a Describe." }
    $script:current.$Hook = $Block
}

function BeforeAll([Parameter(Mandatory)] [scriptblock] $Scriptblock) { Set-Hook 'BeforeAll' $Scriptblock }
function AfterAll([Parameter(Mandatory)] [scriptblock] $Scriptblock) { Set-Hook 'AfterAll' $Scriptblock }
function BeforeEach([Parameter(Mandatory)] [scriptblock] $Scriptblock) { Set-Hook 'BeforeEach' $Scriptblock }
function AfterEach([Parameter(Mandatory)] [scriptblock] $Scriptblock) { Set-Hook 'AfterEach' $Scriptblock }

# Dot-sourced into the scope that calls it: a block of the caller's session state ignores this function's own scope.
function BeforeDiscovery([Parameter(Mandatory)] [scriptblock] $ScriptBlock) { Assert-Discovery 'BeforeDiscovery'; . $ScriptBlock }

function Mock { throw 'Mock is not supported by the embedded test runner; install Pester 5 for it.' }
function InModuleScope { throw 'InModuleScope is not supported by the embedded test runner; install Pester 5 for it.' }

# --- running ---

# Executes a frame, of which only what differs from nothing is given, and throws its fault.
function Invoke-InScope([hashtable] $Frame) {
    $whole = @{ Item = $null; Data = $null; Setup = @(); Body = $null; Children = $null; Teardown = @(); Fault = $null }
    foreach ($key in $Frame.Keys) { $whole[$key] = $Frame[$key] }
    & $script:newScope $whole
    if ($whole.Fault) { throw $whole.Fault }
}

# The block and all around it, outermost first.
function Get-Chain($Item) {
    $chain = [Collections.Generic.List[object]]::new()
    for (; $Item; $Item = $Item.Parent) { $chain.Insert(0, $Item) }
    $chain
}

function Get-FullName($Item) { (Get-Chain $Item | Where-Object { $_.Name } | ForEach-Object { $_.Name }) -join ' › ' }

function Test-Selected($Item, [string] $Filter) {
    if (-not $Filter) { return $true }
    if ($Item.IsTest) { return (Get-FullName $Item).Contains($Filter, 'OrdinalIgnoreCase') }
    foreach ($child in $Item.Items) { if (Test-Selected $child $Filter) { return $true } }
    $false
}

# Drops from the file's tree what the filter does not select, and blocks without tests, as they have nothing to set up for.
function Select-Item($Block, [string] $Filter) {
    foreach ($item in @($Block.Items)) {
        if (-not $item.IsTest) { Select-Item $item $Filter }
        if ($(if ($item.IsTest) { -not (Test-Selected $item $Filter) } else { $item.Items.Count -eq 0 })) { $null = $Block.Items.Remove($item) }
    }
}

function Add-Result([string] $Name, [string] $Result, $Fault, [TimeSpan] $Duration) {
    $script:results.Add([pscustomobject]@{
            Name = $Name; Result = $Result; Duration = $Duration
            Message = $(if ($Fault) { $Fault.Exception.Message } else { '' })
            Position = $(if ($Fault) { Get-Position $Fault } else { '' })
        })
}

# The innermost line of the test file that led to the fault.
function Get-Position($Fault) {
    foreach ($line in "$($Fault.ScriptStackTrace)".Split("`n")) {
        if ($line.Contains($script:file) -and $line -match 'line (\d+)\s*$') { return "$($script:file):$($Matches[1])" }
    }
    # A file that does not parse.
    if ($Fault.Exception -is [Management.Automation.ParseException]) { return "$($script:file):$($Fault.Exception.Errors[0].Extent.StartLineNumber)" }
    $script:file
}

# Gives all tests of a block the same result.
function Add-ResultOfAll($Block, [string] $Result, $Fault) {
    foreach ($item in $Block.Items) {
        if (-not $item.IsTest) { Add-ResultOfAll $item $Result $Fault }
        elseif ($item.Skip) { Add-Result (Get-FullName $item) 'Skipped' $null ([TimeSpan]::Zero) }
        else { Add-Result (Get-FullName $item) $Result $Fault ([TimeSpan]::Zero) }
    }
}

function Invoke-Block($Block) {
    if ($Block.Skip) {
        Add-ResultOfAll $Block 'Skipped' $null
        return
    }
    $before = [Collections.Generic.HashSet[string]]::new([string[]] @(Get-DriveEntry))
    $state = @{ Entered = $false }
    try {
        # The children's block runs below this function, and sees its variables.
        Invoke-InScope @{
            Item = $Block; Data = $Block.Data; Setup = @($Block.BeforeAll | Where-Object { $_ }); Teardown = @($Block.AfterAll | Where-Object { $_ })
            Children = {
                $state.Entered = $true
                foreach ($item in $Block.Items) {
                    if ($item.IsTest) { Invoke-Test $item } else { Invoke-Block $item }
                }
            }
        }
    }
    catch {
        if ($state.Entered) { Add-Result "$(Get-FullName $Block) AfterAll".Trim() 'Failed' $_ ([TimeSpan]::Zero) }
        else { Add-ResultOfAll $Block 'Failed' $_ }
    }
    # What a block put on the drive goes with it; what was there before stays.
    foreach ($path in @(Get-DriveEntry | Where-Object { -not $before.Contains($_) })) {
        # Of a link only itself is removed; a file may have gone with its folder.
        if ([IO.Directory]::Exists($path)) { [IO.Directory]::Delete($path, $true) }
        elseif ([IO.Directory]::Exists([IO.Path]::GetDirectoryName($path))) { [IO.File]::Delete($path) }
    }
}

function Get-DriveEntry {
    $options = [IO.EnumerationOptions]@{ RecurseSubdirectories = $true; AttributesToSkip = 0 }
    [IO.Directory]::GetFileSystemEntries($global:TestDrive, '*', $options)
}

function Invoke-Test($Test) {
    if ($Test.Skip) {
        Add-Result (Get-FullName $Test) 'Skipped' $null ([TimeSpan]::Zero)
        return
    }
    $chain = @(Get-Chain $Test.Parent)
    $setup = @($chain | ForEach-Object { $_.BeforeEach } | Where-Object { $_ })
    $teardown = @($chain | ForEach-Object { $_.AfterEach } | Where-Object { $_ })
    [array]::Reverse($teardown)
    $watch = [Diagnostics.Stopwatch]::StartNew()
    try {
        Invoke-InScope @{ Item = $Test; Data = $Test.Data; Setup = $setup; Body = $Test.Body; Teardown = $teardown }
        Add-Result (Get-FullName $Test) 'Passed' $null $watch.Elapsed
    }
    catch {
        $result = if ($_.FullyQualifiedErrorId -eq 'PesterTestSkipped') { 'Skipped' } else { 'Failed' }
        Add-Result (Get-FullName $Test) $result $_ $watch.Elapsed
    }
}

function Set-ItResult {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, ParameterSetName = 'Skipped')] [switch] $Skipped,
        [Parameter(Mandatory, ParameterSetName = 'Inconclusive')] [switch] $Inconclusive,
        [string] $Because
    )
    $message = "is $($PSCmdlet.ParameterSetName.ToLowerInvariant())$(if ($Because) { ", because $Because" })"
    throw [Management.Automation.ErrorRecord]::new([Exception]::new($message), 'PesterTestSkipped', 'OperationStopped', $null)
}

# --- the drive ---

# A folder of the file's own, as $TestDrive and as TestDrive:\ for all that the tests call.
function New-TestDrive {
    $global:TestDrive = [IO.Directory]::CreateTempSubdirectory('TestDrive-').FullName
    $provider = $ExecutionContext.SessionState.Provider.GetOne('FileSystem')
    $null = $ExecutionContext.SessionState.Drive.New([Management.Automation.PSDriveInfo]::new('TestDrive', $provider, $global:TestDrive, '', $null), 'Global')
}

function Remove-TestDrive {
    $ExecutionContext.SessionState.Drive.Remove('TestDrive', $true, 'Global')
    try { [IO.Directory]::Delete($global:TestDrive, $true) } catch [IO.IOException] { Write-Warning "$($global:TestDrive) could not be removed: $_" }
    $ExecutionContext.SessionState.PSVariable.Remove('global:TestDrive')
}

<#
.SYNOPSIS
    Runs a test file. Returns the counts Passed, Failed and Skipped, the Duration, and Tests and Failures, which have a Name, a
    Result, a Message, a Position (file:line) and a Duration each. Only tests whose full name contains -Filter are run.
#>
function Invoke-TestFile {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Path, [string] $Filter)

    $script:file = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path)
    $script:results = [Collections.Generic.List[object]]::new()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    # A literal block belongs to the session state that it is evaluated in; an unbound one is evaluated where it is sent to.
    $unbound = [Management.Automation.Language.Parser]::ParseInput('{ param($______script, $______phase) & $______script $______phase }', [ref] $null, [ref] $null).GetScriptBlock()
    $inCaller = $PSCmdlet.InvokeCommand.InvokeScript($PSCmdlet.SessionState, $unbound)[0]
    $scopes = "$PSScriptRoot/TestScope.ps1"

    $root = New-Block '' $null $null $false
    $script:current = $root
    $script:isRunning = $false
    New-TestDrive
    try {
        & $inCaller $scopes { param($newScope) $script:newScope = $newScope; Invoke-InScope @{ Body = $script:file } }
        Select-Item $root $Filter
        $script:isRunning = $true
        if ($root.Items.Count -gt 0) { & $inCaller $scopes { param($newScope) $script:newScope = $newScope; Invoke-Block $root } }
    }
    catch {
        Add-Result $(if ($script:isRunning) { 'the run of the tests' } else { 'the discovery of the tests' }) 'Failed' $_ ([TimeSpan]::Zero)
    }
    finally {
        $script:current = $null
        $script:isRunning = $false
        Remove-TestDrive
    }
    [pscustomobject]@{
        Path = $script:file; Duration = $watch.Elapsed; Tests = $script:results.ToArray()
        Passed = @($script:results | Where-Object Result -EQ 'Passed').Count
        Failed = @($script:results | Where-Object Result -EQ 'Failed').Count
        Skipped = @($script:results | Where-Object Result -EQ 'Skipped').Count
        Failures = @($script:results | Where-Object Result -EQ 'Failed')
    }
}

. "$PSScriptRoot/Should.ps1"

Export-ModuleMember -Alias Context -Function Describe, It, BeforeAll, AfterAll, BeforeEach, AfterEach, BeforeDiscovery, Mock, InModuleScope, Set-ItResult, Should, Invoke-TestFile
