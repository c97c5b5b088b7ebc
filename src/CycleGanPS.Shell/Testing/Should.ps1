# Should, with the operators of Pester 5 that our tests use. Values from the pipeline are judged together by the operators that
# are about collections, and one by one by the others.

# $true where two values are equal as Pester has it: arrays element by element, scalars by -eq.
function Test-Equal($Actual, $Expected, [bool] $CaseSensitive) {
    $left, $right = @($Actual), @($Expected)
    if ((Test-Nothing $left) -or (Test-Nothing $right)) { return (Test-Nothing $left) -and (Test-Nothing $right) }
    if ($left.Count -ne $right.Count) { return $false }
    for ($index = 0; $index -lt $left.Count; $index++) {
        if ($left[$index] -is [array] -or $right[$index] -is [array]) {
            if (-not (Test-Equal $left[$index] $right[$index] $CaseSensitive)) { return $false }
        }
        elseif (-not $(if ($CaseSensitive) { $left[$index] -ceq $right[$index] } else { $left[$index] -eq $right[$index] })) { return $false }
    }
    $true
}

# Nothing is no value, or one that is null or whose text is empty.
function Test-Nothing($Value) { @($Value).Count -eq 0 -or (@($Value).Count -eq 1 -and [string]::IsNullOrEmpty(@($Value)[0])) }

function Format-Value($Value) {
    if ($null -eq $Value) { return '$null' }
    if ($Value -is [string]) { return "'$Value'" }
    if ($Value -is [bool]) { return "`$$($Value.ToString().ToLowerInvariant())" }
    if ($Value -is [array] -or $Value -is [Collections.IList]) { return "@($(@($Value | ForEach-Object { Format-Value $_ }) -join ', '))" }
    "$Value"
}

# Each operator: whether it takes the collection as a whole, the test, and the verb of its failure message.
$script:operators = @{
    Be = @{ Whole = $true; Verb = 'be equal to'; Test = { param($a, $e) Test-Equal $a $e $false } }
    BeExactly = @{ Whole = $true; Verb = 'be exactly'; Test = { param($a, $e) Test-Equal $a $e $true } }
    BeNullOrEmpty = @{ Whole = $true; Verb = 'be null or empty'; Test = { param($a) Test-Nothing $a } }
    HaveCount = @{ Whole = $true; Verb = 'have the count'; Test = { param($a, $e) $(if ($null -eq $a) { 0 } else { @($a).Count }) -eq $e } }
    Contain = @{ Whole = $true; Verb = 'contain'; Test = { param($a, $e) @($a) -contains $e } }
    BeTrue = @{ Whole = $false; Verb = 'be true'; Test = { param($a) [bool] $a } }
    BeFalse = @{ Whole = $false; Verb = 'be false'; Test = { param($a) -not $a } }
    BeGreaterThan = @{ Whole = $false; Verb = 'be greater than'; Test = { param($a, $e) $a -gt $e } }
    BeGreaterOrEqual = @{ Whole = $false; Verb = 'be at least'; Test = { param($a, $e) $a -ge $e } }
    BeLessThan = @{ Whole = $false; Verb = 'be less than'; Test = { param($a, $e) $a -lt $e } }
    BeLessOrEqual = @{ Whole = $false; Verb = 'be at most'; Test = { param($a, $e) $a -le $e } }
    BeLike = @{ Whole = $false; Verb = 'be like'; Test = { param($a, $e) $a -like $e } }
    BeLikeExactly = @{ Whole = $false; Verb = 'be exactly like'; Test = { param($a, $e) $a -clike $e } }
    Match = @{ Whole = $false; Verb = 'match'; Test = { param($a, $e) $a -match $e } }
    MatchExactly = @{ Whole = $false; Verb = 'match exactly'; Test = { param($a, $e) $a -cmatch $e } }
    BeIn = @{ Whole = $false; Verb = 'be in'; Test = { param($a, $e) @($e) -contains $a } }
    BeOfType = @{ Whole = $false; Verb = 'be of type'; Test = { param($a, $e) $(if ($e -is [string]) { $a -is ([type] $e.Trim('[', ']')) } else { $a -is $e }) } }
    Exist = @{ Whole = $false; Verb = 'exist'; Test = { param($a) Test-Path $a } }
    FileContentMatch = @{ Whole = $false; Verb = 'have content that matches'; Test = { param($a, $e) @(Get-Content -Path $a) -match $e } }
}

function Should {
    [CmdletBinding()]
    param(
        [Parameter(ValueFromPipeline)] [AllowNull()] $ActualValue,
        [switch] $Not,
        [switch] $Be, [switch] $BeExactly, [switch] $BeNullOrEmpty, [switch] $HaveCount, [switch] $Contain, [switch] $BeTrue, [switch] $BeFalse,
        [switch] $BeGreaterThan, [switch] $BeGreaterOrEqual, [switch] $BeLessThan, [switch] $BeLessOrEqual, [switch] $BeLike, [switch] $BeLikeExactly,
        [switch] $Match, [switch] $MatchExactly, [switch] $BeIn, [switch] $BeOfType, [switch] $Exist, [switch] $FileContentMatch, [switch] $Throw,
        [Parameter(Position = 0)] [Alias('RegularExpression', 'ExpectedType', 'ExpectedContent')] $ExpectedValue,
        [Parameter(Position = 1)] $SecondValue,
        [Parameter(Position = 2)] $ThirdValue,
        [string] $ExpectedMessage, [string] $ErrorId, [type] $ExceptionType, [switch] $PassThru, [string] $Because
    )
    begin { $values = [Collections.Generic.List[object]]::new() }
    process { $values.Add($ActualValue) }
    end {
        if ($Throw) {
            if (-not $ExpectedMessage -and $ExpectedValue) { $ExpectedMessage = $ExpectedValue }
            if (-not $ErrorId -and $SecondValue) { $ErrorId = $SecondValue }
            if (-not $ExceptionType -and $ThirdValue) { $ExceptionType = $ThirdValue }
            $fault = Assert-Throw @($values)[0] $ExpectedMessage $ErrorId $ExceptionType $Not $Because
            if ($PassThru) { $fault }
            return
        }
        $name = @($PSBoundParameters.Keys | Where-Object { $script:operators.ContainsKey($_) })
        if ($name.Count -ne 1) { throw 'Should needs one operator that the embedded test runner knows.' }
        if (-not $Because -and $SecondValue) { $Because = $SecondValue }
        $operator = $script:operators[$name[0]]
        # Operators about collections get all values as one array, as in Pester even if it is only one; the others get one by one.
        $judged = [Collections.Generic.List[object]]::new()
        if ($values.Count -eq 0) { $judged.Add($null) }
        elseif ($operator.Whole) { $judged.Add($values.ToArray()) }
        else { $judged.AddRange($values) }
        foreach ($value in $judged) {
            if ([bool] (& $operator.Test $value $ExpectedValue) -eq [bool] $Not) {
                $expected = if ($operator.Verb -match ' (true|false|empty)$|^exist$') { '' } else { " $(Format-Value $ExpectedValue)" }
                Stop-Assertion "Expected the value to $(if ($Not) { 'not ' })$($operator.Verb)$expected,$(Format-Reason $Because) but got $(Format-Value $(if (@($value).Count -eq 1) { @($value)[0] } else { , $value }))."
            }
        }
    }
}

function Format-Reason([string] $Because) { if ($Because) { " because $($Because -replace '^because '),"  } }

function Stop-Assertion([string] $Message) {
    throw [Management.Automation.ErrorRecord]::new([Exception]::new($Message), 'PesterAssertionFailed', 'InvalidResult', $null)
}

function Assert-Throw($Block, [string] $ExpectedMessage, [string] $ErrorId, [type] $ExceptionType, [bool] $Not, [string] $Because) {
    if ($Block -isnot [scriptblock]) { throw [ArgumentException]::new("Should -Throw needs a script block: { ... } | Should -Throw.") }
    $fault = $null
    try { $null = & $Block } catch { $fault = $_ }
    if ($Not) {
        if ($fault) { Stop-Assertion "Expected no exception,$(Format-Reason $Because) but one was thrown: '$($fault.Exception.Message)'." }
        return
    }
    if (-not $fault) { Stop-Assertion "Expected an exception,$(Format-Reason $Because) but none was thrown." }
    if ($ExceptionType -and $fault.Exception -isnot $ExceptionType) { Stop-Assertion "Expected an exception of type $ExceptionType, but got $($fault.Exception.GetType())." }
    if ($ExpectedMessage.Trim() -and $fault.Exception.Message -notlike $ExpectedMessage) { Stop-Assertion "Expected an exception with message like '$ExpectedMessage', but it was '$($fault.Exception.Message)'." }
    if ($ErrorId.Trim() -and $fault.FullyQualifiedErrorId -notlike $ErrorId) { Stop-Assertion "Expected the error id '$ErrorId', but it was '$($fault.FullyQualifiedErrorId)' ($($fault.Exception.Message))." }
    $fault
}
