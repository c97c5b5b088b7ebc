# Should, with the operators of Pester 5 that our tests use. Values from the pipeline are judged together by the operators that
# are about collections, and one by one by the others.

# Whether two values are equal as Pester has it: arrays element by element, scalars by -eq with the expected one on the left.
function Test-Equal([object[]] $Actual, [object[]] $Expected, [bool] $CaseSensitive) {
    if ((Test-Null $Actual) -or (Test-Null $Expected)) { return (Test-Null $Actual) -and (Test-Null $Expected) }
    if ($Actual.Count -ne $Expected.Count) { return $false }
    for ($index = 0; $index -lt $Actual.Count; $index++) {
        $left, $right = $Expected[$index], $Actual[$index]
        $same = if ($left -is [array] -or $right -is [array]) { Test-Equal $right $left $CaseSensitive }
        elseif ($CaseSensitive) { $left -ceq $right }
        else { $left -eq $right }
        if (-not $same) { return $false }
    }
    $true
}

# To Pester an empty array, an array of one null and null are the same; an empty string is not among them.
function Test-Null([object[]] $Value) { $null -eq $Value -or $Value.Count -eq 0 -or ($Value.Count -eq 1 -and $null -eq $Value[0]) }

function Test-NullOrEmpty([object[]] $Value) {
    if (Test-Null $Value) { return $true }
    if ($Value.Count -gt 1) { return $false }
    if ($Value[0] -is [Collections.IDictionary]) { $Value[0].Count -eq 0 } else { [string]::IsNullOrEmpty($Value[0]) }
}

function Format-Value($Value) {
    if ($null -eq $Value) { return '$null' }
    if ($Value -is [string]) { return $(if ($Value) { "'$Value'" } else { '<empty>' }) }
    if ($Value -is [bool]) { return "`$$($Value.ToString().ToLowerInvariant())" }
    if ($Value -is [type]) { return "[$([string] $Value)]" }
    if ($Value -is [datetime]) { return $Value.ToString('o') }
    if ($Value -is [scriptblock]) { return "{$Value}" }
    if ($Value -is [Collections.IList]) {
        $shown = @(for ($index = 0; $index -lt [Math]::Min($Value.Count, 10); $index++) { Format-Value $Value[$index] })
        return "@($($shown -join ', ')$(if ($Value.Count -gt 10) { ", ...$($Value.Count - 10) more" }))"
    }
    [string] $Value
}

function Format-Because([string] $Because) { if ($Because.Trim()) { " because $($Because.Trim() -replace '^because\s+')," } }

# Two strings that differ are shown one below the other, with a mark where they part.
function Format-StringDifference([string] $Expected, [string] $Actual, [bool] $CaseSensitive, [string] $Because) {
    $at = 0
    while ($at -lt $Expected.Length -and $at -lt $Actual.Length -and
        $(if ($CaseSensitive) { $Expected[$at] -ceq $Actual[$at] } else { [string] $Expected[$at] -eq [string] $Actual[$at] })) { $at++ }
    $visible = { param($text) $text -replace "`n", '␊' -replace "`r", '␍' -replace "`t", '␉' -replace "`e", '␛' }
    @(
        "Expected strings to be the same,$(Format-Because $Because) but they were different."
        if ($Expected.Length -eq $Actual.Length) { "String lengths are both $($Expected.Length)." }
        else { "Expected length: $($Expected.Length)", "Actual length:   $($Actual.Length)" }
        "Strings differ at index $at."
        "Expected: '$(& $visible $Expected)'"
        "But was:  '$(& $visible $Actual)'"
        "           $('-' * $at)^"
    ) -join "`n"
}

# Each operator: whether it takes the collection as a Whole; the test of actual and expected; what is said when it does Not hold
# and should, and when it holds and should not: {0} is the expected value, {1} the actual one, {2} the reason, {3} a detail.
$script:operators = @{
    Be = @{ Whole = $true; Test = { param($a, $e) Test-Equal $a $e $false }
        Fails = 'Expected {0},{2} but got {1}.'; Holds = 'Expected {0} to be different from the actual value,{2} but got the same value.' }
    BeExactly = @{ Whole = $true; Test = { param($a, $e) Test-Equal $a $e $true }
        Fails = 'Expected exactly {0},{2} but got {1}.'; Holds = 'Expected {0} to be different from the actual value,{2} but got exactly the same value.' }
    BeNullOrEmpty = @{ Whole = $true; Test = { param($a) Test-NullOrEmpty $a }
        Fails = 'Expected $null or empty,{2} but got {1}.'; Holds = 'Expected a value,{2} but got $null or empty.' }
    HaveCount = @{ Whole = $true; Test = { param($a, $e) $(if ($null -eq $a) { 0 } else { $a.Count }) -eq [int] $e }
        Fails = 'Expected a collection with size {0},{2} but got collection with size {3} {1}.'; Holds = 'Expected a collection with size different from {0},{2} but got collection with that size {1}.' }
    Contain = @{ Whole = $true; Test = { param($a, $e) $a -contains $e }
        Fails = 'Expected {0} to be found in collection {1},{2} but it was not found.'; Holds = 'Expected {0} to not be found in collection {1},{2} but it was found.' }
    BeTrue = @{ Whole = $false; Test = { param($a) [bool] $a }
        Fails = 'Expected $true,{2} but got {1}.'; Holds = 'Expected $false,{2} but got {1}.' }
    BeFalse = @{ Whole = $false; Test = { param($a) -not $a }
        Fails = 'Expected $false,{2} but got {1}.'; Holds = 'Expected $true,{2} but got {1}.' }
    # Stricter than Pester for what is not a number: there NaN is greater and less than anything, here it is neither.
    BeGreaterThan = @{ Whole = $false; Test = { param($a, $e) $a -gt $e }
        Fails = 'Expected the actual value to be greater than {0},{2} but got {1}.'; Holds = 'Expected the actual value to be less than or equal to {0},{2} but got {1}.' }
    BeGreaterOrEqual = @{ Whole = $false; Test = { param($a, $e) $a -ge $e }
        Fails = 'Expected the actual value to be greater than or equal to {0},{2} but got {1}.'; Holds = 'Expected the actual value to be less than {0},{2} but got {1}.' }
    BeLessThan = @{ Whole = $false; Test = { param($a, $e) $a -lt $e }
        Fails = 'Expected the actual value to be less than {0},{2} but got {1}.'; Holds = 'Expected the actual value to be greater than or equal to {0},{2} but got {1}.' }
    BeLessOrEqual = @{ Whole = $false; Test = { param($a, $e) $a -le $e }
        Fails = 'Expected the actual value to be less than or equal to {0},{2} but got {1}.'; Holds = 'Expected the actual value to be greater than {0},{2} but got {1}.' }
    BeLike = @{ Whole = $false; Test = { param($a, $e) $a -like $e }
        Fails = 'Expected like wildcard {0} to match {1},{2} but it did not match.'; Holds = 'Expected like wildcard {0} to not match {1},{2} but it did match.' }
    BeLikeExactly = @{ Whole = $false; Test = { param($a, $e) $a -clike $e }
        Fails = 'Expected case sensitive like wildcard {0} to match {1},{2} but it did not match.'; Holds = 'Expected case sensitive like wildcard {0} to not match {1},{2} but it did match.' }
    Match = @{ Whole = $false; Test = { param($a, $e) $a -match $e }
        Fails = 'Expected regular expression {0} to match {1},{2} but it did not match.'; Holds = 'Expected regular expression {0} to not match {1},{2} but it did match.' }
    MatchExactly = @{ Whole = $false; Test = { param($a, $e) $a -cmatch $e }
        Fails = 'Expected regular expression {0} to case sensitively match {1},{2} but it did not match.'; Holds = 'Expected regular expression {0} to not case sensitively match {1},{2} but it did match.' }
    BeIn = @{ Whole = $false; Test = { param($a, $e) $e -contains $a }
        Fails = 'Expected collection {0} to contain {1},{2} but it was not found.'; Holds = 'Expected collection {0} to not contain {1},{2} but it was found.' }
    BeOfType = @{ Whole = $false; Test = { param($a, $e) $a -is $e }
        Fails = 'Expected the value to have type {0} or any of its subtypes,{2} but got {1} with type {3}.'; Holds = 'Expected the value to not have type {0} or any of its subtypes,{2} but got {1} with type {3}.' }
    Exist = @{ Whole = $false; Test = { param($a) Test-Path $a }
        Fails = 'Expected path {1} to exist,{2} but it did not exist.'; Holds = 'Expected path {1} to not exist,{2} but it did exist.' }
    FileContentMatch = @{ Whole = $false; Test = { param($a, $e) @(@(Get-Content $a) -match $e).Count -gt 0 }
        Fails = 'Expected {0} to be found in file {1},{2} but it was not found.'; Holds = 'Expected {0} to not be found in file {1},{2} but it was found.' }
}

function Should {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(ValueFromPipeline)] [AllowNull()] $ActualValue,
        [switch] $Not,
        [switch] $Be, [switch] $BeExactly, [switch] $BeNullOrEmpty, [switch] $HaveCount, [switch] $Contain, [switch] $BeTrue, [switch] $BeFalse,
        [switch] $BeGreaterThan, [switch] $BeGreaterOrEqual, [switch] $BeLessThan, [switch] $BeLessOrEqual, [switch] $BeLike, [switch] $BeLikeExactly,
        [switch] $Match, [switch] $MatchExactly, [switch] $BeIn, [switch] $BeOfType, [switch] $Exist, [switch] $FileContentMatch, [switch] $Throw,
        [Parameter(Position = 0)] [Alias('RegularExpression', 'ExpectedType', 'ExpectedContent')] $ExpectedValue,
        [Parameter(Position = 1)] $SecondValue,
        [Parameter(Position = 2)] $ThirdValue,
        [string] $ExpectedMessage, [string] $ErrorId, [type] $ExceptionType, [switch] $PassThru, [string] $Because,
        [Parameter(ValueFromRemainingArguments)] [object[]] $Unknown
    )
    begin {
        $values = [Collections.Generic.List[object]]::new()
    }
    process {
        $values.Add($ActualValue)
    }
    end {
        if ($Unknown) { throw "Should $($Unknown[0]) is not supported by the embedded test runner; install Pester 5 for it." }
        $names = @($PSBoundParameters.Keys | Where-Object { $_ -eq 'Throw' -or $script:operators.ContainsKey($_) })
        if ($names.Count -ne 1) { throw "Should needs one operator, but has $($names.Count)." }
        # In a pipeline that is empty there is nothing, which is judged as null.
        if ($values.Count -eq 0 -and $names[0] -notin 'Be', 'BeExactly', 'BeNullOrEmpty', 'HaveCount', 'Contain') { $values.Add($null) }

        if ($Throw) {
            if (-not $ExpectedMessage) { $ExpectedMessage = "$ExpectedValue" }
            if (-not $ErrorId) { $ErrorId = "$SecondValue" }
            if (-not $ExceptionType) { $ExceptionType = $ThirdValue }
            foreach ($value in $values) {
                $fault = Assert-Throw $value $ExpectedMessage $ErrorId $ExceptionType $Not $Because
                if ($PassThru) { $fault }
            }
            return
        }

        if ($BeOfType -and $ExpectedValue -isnot [type]) {
            $type = "$ExpectedValue" -replace '^\[(.*)\]$', '$1' -as [type]
            if ($null -eq $type) { throw [ArgumentException]::new("Could not find type [$ExpectedValue]. Make sure that the assembly that contains that type is loaded.") }
            $ExpectedValue = $type
        }
        if (-not $Because) { $Because = "$SecondValue" }
        if ($script:operators[$names[0]].Whole) { Assert-Operator $names[0] $(if ($values.Count) { , $values.ToArray() }) $ExpectedValue $Not $Because }
        else { foreach ($value in $values) { Assert-Operator $names[0] $value $ExpectedValue $Not $Because } }
    }
}

function Assert-Operator([string] $Name, $Actual, $Expected, [bool] $Not, [string] $Because) {
    $operator = $script:operators[$Name]
    $holds = [bool] (& $operator.Test $Actual $Expected)
    if ($holds -ne $Not) { return }
    $detail = if ($Name -eq 'HaveCount') { if ($null -eq $Actual) { 0 } else { $Actual.Count } }
    elseif ($null -eq $Actual) { '<none>' }
    else { Format-Value $Actual.GetType() }
    # One value is shown as itself, whether it came alone or as an array of one.
    if ($Name -in 'Be', 'BeExactly', 'BeNullOrEmpty') { $Actual = $($Actual); $Expected = $($Expected) }
    if ($Name -in 'Be', 'BeExactly' -and -not $Not -and $Actual -is [string] -and $Expected -is [string]) {
        Stop-Assertion (Format-StringDifference $Expected $Actual ($Name -eq 'BeExactly') $Because)
    }
    $format = if ($Not) { $operator.Holds } else { $operator.Fails }
    Stop-Assertion ($format -f (Format-Value $Expected), (Format-Value $Actual), (Format-Because $Because), $detail)
}

function Stop-Assertion([string] $Message) {
    throw [Management.Automation.ErrorRecord]::new([Exception]::new($Message), 'PesterAssertionFailed', 'InvalidResult', $null)
}

function Assert-Throw($Block, [string] $ExpectedMessage, [string] $ErrorId, [type] $ExceptionType, [bool] $Not, [string] $Because) {
    if ($Block -isnot [scriptblock]) { throw [ArgumentException]::new("Input is missing or not a ScriptBlock. Input to '-Throw' and '-Not -Throw' must be enclosed in curly braces.") }
    $fault = $null
    do {
        try { $null = & $Block } catch { $fault = $_ }
    } while ($false)
    $from = if ($fault) { "`n$($fault.InvocationInfo.PositionMessage)" }
    if ($Not) {
        if ($fault) { Stop-Assertion "Expected no exception to be thrown,$(Format-Because $Because) but an exception `"$($fault.Exception.Message)`" was thrown.$from" }
        return
    }

    $with = @()
    $but = @()
    if ($ExceptionType) {
        $with += "type $(Format-Value $ExceptionType)"
        if ($fault -and $fault.Exception -isnot $ExceptionType) { $but += "the exception type was $(Format-Value $fault.Exception.GetType())" }
    }
    if ($ExpectedMessage.Trim()) {
        $with += "message like $(Format-Value $ExpectedMessage)"
        if ($fault -and $fault.Exception.Message -notlike $ExpectedMessage) { $but += "the message was $(Format-Value $fault.Exception.Message)" }
    }
    if ($ErrorId.Trim()) {
        $with += "FullyQualifiedErrorId $(Format-Value $ErrorId)"
        # The message tells what went wrong instead, which an id often does not.
        if ($fault -and $fault.FullyQualifiedErrorId -notlike $ErrorId) { $but += "the FullyQualifiedErrorId was $(Format-Value $fault.FullyQualifiedErrorId) ($($fault.Exception.Message))" }
    }
    if (-not $fault) { $but += 'no exception was thrown' }
    if ($but) { Stop-Assertion "Expected an exception$(if ($with) { " with $($with -join ' and ')" }) to be thrown,$(Format-Because $Because) but $($but -join ' and ').$from" }
    $fault
}
