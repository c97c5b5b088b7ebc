<#
    A test runner with the semantics of Pester 5, for the machine that has no Pester: what our test files use of it, and a clear
    error for what they do not.

    Discovery runs the file and the bodies of Describe and Context, which only collect; the run executes the collected blocks.
    All blocks of a test file belong to the caller's session state. There each Describe gets a scope of its own, in which its
    BeforeAll blocks are dot-sourced and below which its children run, and each It a scope with its BeforeEach blocks: so
    variables reach inwards and never outwards.
#>

Set-StrictMode -Version 3.0

$script:current = $null      # the block that discovery is in
$script:isRunning = $false
$script:activeTest = $null   # the result of the test that is running

# --- discovery ---

function New-Block([string] $Name, $Parent) {
    [pscustomobject]@{
        Name = $Name; Parent = $Parent; Skip = $false; Data = $null
        BeforeAll = [Collections.Generic.List[scriptblock]]::new(); AfterAll = [Collections.Generic.List[scriptblock]]::new()
        BeforeEach = [Collections.Generic.List[scriptblock]]::new(); AfterEach = [Collections.Generic.List[scriptblock]]::new()
        Items = [Collections.Generic.List[object]]::new()
    }
}

function Assert-Discovery([string] $Command) {
    if ($null -eq $script:current -or $script:isRunning) {
        throw "$Command belongs into the body of a Describe or a test file, and cannot be used while a test runs."
    }
}

# <name> and <a.b> in a test's name stand for its data, <_> for the whole of it.
function Expand-Name([string] $Name, $Data) {
    [regex]::Replace($Name, '<([\w.]+)>', {
            param($match)
            $value = $Data
            foreach ($part in $match.Groups[1].Value.Split('.')) {
                if ($part -eq '_') { continue }
                $value = if ($value -is [Collections.IDictionary] -and $value.Contains($part)) { $value[$part] }
                elseif ($null -ne $value -and $value.PSObject.Properties[$part]) { $value.$part }
                else { return $match.Value }
            }
            "$value"
        })
}

function Add-Group([string] $Name, [scriptblock] $Body, [bool] $Skip, [object[]] $Cases) {
    foreach ($case in $Cases) {
        $parent = $script:current
        $block = New-Block (Expand-Name $Name $case) $parent
        $block.Data = $case
        $block.Skip = $Skip -or $parent.Skip
        $parent.Items.Add($block)
        $script:current = $block
        try {
            $null = Invoke-InScope @{ Data = $case; Body = $Body }
        }
        finally {
            $script:current = $parent
        }
    }
}

function Describe {
    [Alias('Context')]
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Fixture = $(throw 'A Describe or Context needs a block: is its opening brace on the next line?'),
        [string[]] $Tag, [switch] $Skip, [AllowEmptyCollection()] [object[]] $ForEach
    )
    Assert-Discovery 'Describe'
    # Without data there is one case, of nothing.
    if (-not $PSBoundParameters.ContainsKey('ForEach')) { $ForEach = @($null) }
    Add-Group $Name $Fixture $Skip $ForEach
}

function It {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Test = $(throw 'An It needs a block: is its opening brace on the next line?'),
        [string[]] $Tag, [switch] $Skip, [Alias('ForEach')] [AllowEmptyCollection()] [object[]] $TestCases
    )
    Assert-Discovery 'It'
    if (-not $PSBoundParameters.ContainsKey('TestCases')) { $TestCases = @($null) }
    foreach ($case in $TestCases) {
        $script:current.Items.Add([pscustomobject]@{
                Name = Expand-Name $Name $case; Test = $Test; Data = $case; Skip = $Skip -or $script:current.Skip; Parent = $script:current
            })
    }
}

function BeforeAll([scriptblock] $Scriptblock) { Assert-Discovery 'BeforeAll'; $script:current.BeforeAll.Add($Scriptblock) }
function AfterAll([scriptblock] $Scriptblock) { Assert-Discovery 'AfterAll'; $script:current.AfterAll.Add($Scriptblock) }
function BeforeEach([scriptblock] $Scriptblock) { Assert-Discovery 'BeforeEach'; $script:current.BeforeEach.Add($Scriptblock) }
function AfterEach([scriptblock] $Scriptblock) { Assert-Discovery 'AfterEach'; $script:current.AfterEach.Add($Scriptblock) }
function BeforeDiscovery([scriptblock] $ScriptBlock) { Assert-Discovery 'BeforeDiscovery'; . $ScriptBlock }

function Mock { throw 'Mock is not supported by the embedded test runner; install Pester 5 for it.' }
function InModuleScope { throw 'InModuleScope is not supported by the embedded test runner; install Pester 5 for it.' }

# --- running ---

# Runs in the session state of the test file: the one place where scopes are made. Its variables have names that no test uses.
$scopeTemplate = {
    param($______frame)
    if ($______frame.Data -is [Collections.IDictionary]) {
        foreach ($______key in $______frame.Data.Keys) { $ExecutionContext.SessionState.PSVariable.Set($______key, $______frame.Data[$______key]) }
    }
    if ($null -ne $______frame.Data) { $ExecutionContext.SessionState.PSVariable.Set('_', $______frame.Data) }
    if ($______frame.TestDrive) { $TestDrive = $______frame.TestDrive }
    try {
        foreach ($______block in $______frame.Setup) { $null = . $______block }
        # A test may declare its data as parameters.
        $______data = if ($______frame.Data -is [Collections.IDictionary]) { $______frame.Data } else { @{} }
        if ($______frame.Body) { $null = . $______frame.Body @______data }
        if ($______frame.Children) { & $______frame.Children }
    }
    catch {
        $______frame.Fault = $_
    }
    foreach ($______block in $______frame.Teardown) {
        try { $null = . $______block }
        catch { if (-not $______frame.Fault) { $______frame.Fault = $_ } }
    }
}

# Executes a frame (Data, TestDrive, Setup, Body, Children, Teardown) in a new scope of the test file, and throws its fault.
function Invoke-InScope([hashtable] $Frame) {
    foreach ($key in 'Data', 'TestDrive', 'Body', 'Children', 'Fault') { if (-not $Frame.ContainsKey($key)) { $Frame[$key] = $null } }
    foreach ($key in 'Setup', 'Teardown') { if (-not $Frame.ContainsKey($key)) { $Frame[$key] = @() } }
    & $script:scopeMaker $Frame
    if ($Frame.Fault) { throw $Frame.Fault }
}

function Get-Ancestor($Block) {
    $chain = [Collections.Generic.List[object]]::new()
    for (; $Block; $Block = $Block.Parent) { $chain.Insert(0, $Block) }
    $chain
}

function Test-Selected($Item, [string] $Filter) {
    if (-not $Filter) { return $true }
    if ($Item.PSObject.Properties['Test']) { return (Get-FullName $Item) -like "*$Filter*" }
    foreach ($child in $Item.Items) { if (Test-Selected $child $Filter) { return $true } }
    $false
}

function Get-FullName($Item) { ((Get-Ancestor $Item).Name | Where-Object { $_ }) -join ' › ' }

function Add-Result($Test, [string] $Outcome, $Fault, [TimeSpan] $Duration) {
    $script:results.Add([pscustomobject]@{
            Name = Get-FullName $Test; Result = $Outcome; Duration = $Duration
            Message = $(if ($Fault) { $Fault.Exception.Message } else { '' })
            Position = $(if ($Fault) { Get-Position $Fault } else { '' })
        })
}

# The innermost line of a test file that led to the fault.
function Get-Position($Fault) {
    foreach ($line in "$($Fault.ScriptStackTrace)".Split("`n")) {
        if ($line -match '(?<file>[^,]+\.Tests\.ps1): line (?<line>\d+)') { return "$(Split-Path -Leaf $Matches.file):$($Matches.line)" }
    }
    ''
}

function Add-ResultOfAll($Block, [string] $Outcome, $Fault, [string] $Filter) {
    foreach ($item in $Block.Items) {
        if (-not (Test-Selected $item $Filter)) { continue }
        if ($item.PSObject.Properties['Test']) { Add-Result $item $(if ($item.Skip) { 'Skipped' } else { $Outcome }) $Fault ([TimeSpan]::Zero) }
        else { Add-ResultOfAll $item $Outcome $Fault $Filter }
    }
}

function Invoke-Block($Block, [string] $TestDrive, [string] $Filter) {
    if (-not (Test-Selected $Block $Filter)) { return }
    if ($Block.Skip) { Add-ResultOfAll $Block 'Skipped' $null $Filter; return }
    # The children's block runs below this function, and sees its variables.
    $before = @(Get-ChildItem -LiteralPath $TestDrive -Recurse -Force | ForEach-Object FullName)
    $state = @{ Entered = $false }
    $frame = @{
        Data = $Block.Data; TestDrive = $TestDrive; Setup = $Block.BeforeAll; Teardown = $Block.AfterAll
        Children = {
            $state.Entered = $true
            foreach ($item in $Block.Items) {
                if ($item.PSObject.Properties['Test']) { Invoke-Test $item $TestDrive $Filter } else { Invoke-Block $item $TestDrive $Filter }
            }
        }
    }
    try {
        Invoke-InScope $frame
    }
    catch {
        if (-not $state.Entered) { Add-ResultOfAll $Block 'Failed' $_ $Filter }
        else { Add-Result $Block 'Failed' $_ ([TimeSpan]::Zero) }
    }
    # What a block put on the drive goes with it; what was there before stays.
    Get-ChildItem -LiteralPath $TestDrive -Recurse -Force | Sort-Object { $_.FullName.Length } -Descending |
        Where-Object { $_.FullName -notin $before } | Remove-Item -Recurse -Force -ErrorAction Ignore
}

function Invoke-Test($Test, [string] $TestDrive, [string] $Filter) {
    if (-not (Test-Selected $Test $Filter)) { return }
    if ($Test.Skip) { Add-Result $Test 'Skipped' $null ([TimeSpan]::Zero); return }
    $chain = @(Get-Ancestor $Test.Parent)
    $setup = @($chain | ForEach-Object { $_.BeforeEach })
    $teardown = @($chain | ForEach-Object { , $_.AfterEach })
    [array]::Reverse($teardown)
    $watch = [Diagnostics.Stopwatch]::StartNew()
    try {
        Invoke-InScope @{ Data = $Test.Data; TestDrive = $TestDrive; Setup = $setup; Body = $Test.Test; Teardown = @($teardown | ForEach-Object { $_ }) }
        Add-Result $Test 'Passed' $null $watch.Elapsed
    }
    catch {
        $outcome = if ($_.FullyQualifiedErrorId -eq 'TestSkipped') { 'Skipped' } else { 'Failed' }
        Add-Result $Test $outcome $_ $watch.Elapsed
    }
}

function Set-ItResult {
    param([switch] $Skipped, [switch] $Inconclusive, [string] $Because)
    throw [Management.Automation.ErrorRecord]::new([Exception]::new($Because), 'TestSkipped', 'OperationStopped', $null)
}

<#
.SYNOPSIS
    Runs a test file and gives one result a test: Name, Result (Passed, Failed, Skipped), Message, Position, Duration.
#>
function Invoke-TestFile {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Path, [string] $Filter)

    $file = Convert-Path -LiteralPath $Path
    $script:results = [Collections.Generic.List[object]]::new()
    # Bound to the caller's session state, like the blocks of the test file itself. PowerShell has no public way to do that.
    $script:scopeMaker = [scriptblock]::Create("$scopeTemplate")
    $internal = [scriptblock].GetProperty('SessionStateInternal', [Reflection.BindingFlags] 'Instance, NonPublic')
    $stateOf = [Management.Automation.SessionState].GetProperty('Internal', [Reflection.BindingFlags] 'Instance, NonPublic')
    $internal.SetValue($script:scopeMaker, $stateOf.GetValue($PSCmdlet.SessionState))

    $root = New-Block '' $null
    $script:current = $root
    $script:isRunning = $false
    $drive = Join-Path ([IO.Path]::GetTempPath()) "TestDrive-$([guid]::NewGuid().ToString('N'))"
    $null = New-Item -ItemType Directory -Path $drive
    try {
        $errors = $null
        $script = [Management.Automation.Language.Parser]::ParseFile($file, [ref] $null, [ref] $errors)
        if ($errors) { throw "$file, line $($errors[0].Extent.StartLineNumber): $($errors[0].Message)" }
        $body = $script.GetScriptBlock()
        $internal.SetValue($body, $stateOf.GetValue($PSCmdlet.SessionState))
        $null = Invoke-InScope @{ Body = $body }
        $script:isRunning = $true
        Invoke-Block $root $drive $Filter
    }
    catch {
        $script:results.Add([pscustomobject]@{ Name = "discovery of $(Split-Path -Leaf $file)"; Result = 'Failed'; Duration = [TimeSpan]::Zero; Message = $_.Exception.Message; Position = Get-Position $_ })
    }
    finally {
        $script:current = $null
        $script:isRunning = $false
        Remove-Item -LiteralPath $drive -Recurse -Force -ErrorAction Ignore
    }
    $script:results
}

. "$PSScriptRoot/Should.ps1"

Export-ModuleMember -Alias Context -Function Describe, It, BeforeAll, AfterAll, BeforeEach, AfterEach, BeforeDiscovery, Mock, InModuleScope, Set-ItResult, Should, Invoke-TestFile
