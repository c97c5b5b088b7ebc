# What the embedded test runner makes of tests that fail, which no test can tell of itself.

BeforeDiscovery {
    $noBash = -not (Get-Command bash -CommandType Application -ErrorAction Ignore)
}

Describe 'The embedded test runner' -Skip:$noBash {
    BeforeAll {
        $samples = @{
            Assertions = @'
BeforeAll {
    function Assert-Small($Value) { $Value | Should -BeLessThan 3 -Because 'it is small' }
}
Describe 'numbers' {
    AfterEach { $script:cleaned++ }
    It 'of <_>' -ForEach 2, 7 {
        Assert-Small $_
        $script:reached = $_
    }
    It 'after them' { "$script:reached $script:cleaned" | Should -BeExactly '2 2' }
    It 'of text' { 'a cat' | Should -Be 'a cow!' }
}
'@
            Errors = @'
Describe 'errors' {
    It 'ends' { [int]::Parse('x'); $true | Should -BeTrue }
    It 'goes on' { Write-Error 'only said' 2>$null; $true | Should -BeTrue }
}
'@
            SetUp = @'
Describe 'outer' {
    BeforeAll { throw 'no ground' }
    AfterAll { $script:cleaned = $true }
    It 'first' { }
    It 'passed over' -Skip { }
    Context 'inner' { It 'second' { } }
}
Describe 'next' { It 'comes after the clean-up' { $script:cleaned | Should -BeTrue } }
'@
            CleanUp = "Describe 'block' { AfterAll { throw 'still wet' }; It 'passes' { } }"
            Syntax = "Describe 'a' {`n    It 'b' {"
            Body = "Describe 'a' {`n    It 'b' { }`n    throw 'too early'`n}"
            Place = "It 'b' { }"
            TwoSetUps = "Describe 'a' {`n    BeforeAll { }`n    BeforeAll { }`n    It 'b' { }`n}"
            Unsupported = @'
Describe 'beyond' {
    It 'a' { Mock Get-Date { } }
    It 'b' { Should -Invoke Get-Date -Times 1 }
    It 'c' { 1 | Should -BeFunny }
    It 'd' { InModuleScope CycleGanPS { } }
}
'@
            Variables = '$script:mine = 1; BeforeAll { $script:mine = 2; $mine = 3 }; Describe "a" { It "b" { "$script:mine $mine" | Should -Be "2 3" } }'
        }
        foreach ($name in $samples.Keys) { Set-Content -LiteralPath "$TestDrive/$name.Tests.ps1" -Value $samples[$name] }

        $root = Split-Path -Parent $PSScriptRoot
        Set-Content -LiteralPath "$TestDrive/run.ps1" -Value @"
Import-Module '$root/src/CycleGanPS.Shell/Testing/TestRunner.psm1'
`$mine = 'as before'
`$runs = @{}
foreach (`$sample in Get-ChildItem -LiteralPath `$PSScriptRoot -Filter *.Tests.ps1) {
    `$run = Invoke-TestFile `$sample.FullName
    `$runs[`$sample.Name.Split('.')[0]] = @{
        Counts = `$run.Passed, `$run.Failed, `$run.Skipped; Mine = `$mine; Result = @(`$run.Tests.Result); Name = @(`$run.Tests.Name)
        Message = @(`$run.Tests.Message); Position = @(`$run.Tests | ForEach-Object { `$_.Position.Replace("`$PSScriptRoot/", '') })
    }
}
ConvertTo-Json -Depth 3 `$runs
"@
        $runs = (& "$root/cgps" --host embedded "$TestDrive/run.ps1") -join "`n" | ConvertFrom-Json
    }

    It 'ends a test at the first assertion that fails, and says where' {
        $runs.Assertions.Name | Should -Be 'numbers › of 2', 'numbers › of 7', 'numbers › after them', 'numbers › of text'
        $runs.Assertions.Result | Should -Be 'Passed', 'Failed', 'Passed', 'Failed'
        $runs.Assertions.Message[1] | Should -Be 'Expected the actual value to be less than 3, because it is small, but got 7.'
        $runs.Assertions.Position[1] | Should -Be 'Assertions.Tests.ps1:2'
    }

    It 'shows where two strings part' {
        $runs.Assertions.Message[3] | Should -Be (@(
                'Expected strings to be the same, but they were different.'
                'Expected length: 6'
                'Actual length:   5'
                'Strings differ at index 3.'
                "Expected: 'a cow!'"
                "But was:  'a cat'"
                '           ---^') -join "`n")
    }

    It 'ends a test at an error that ends a statement, and not at one that ends nothing' {
        $runs.Errors.Result | Should -Be 'Failed', 'Passed'
        $runs.Errors.Message[0] | Should -BeLike '*not in a correct format*'
        $runs.Errors.Position[0] | Should -Be 'Errors.Tests.ps1:2'
    }

    It 'fails all tests of a block whose set-up fails, and cleans up after it' {
        $runs.SetUp.Result | Should -Be 'Failed', 'Skipped', 'Failed', 'Passed'
        $runs.SetUp.Message | Should -Be 'no ground', '', 'no ground', ''
        $runs.SetUp.Position[2] | Should -Be 'SetUp.Tests.ps1:2'
        $runs.SetUp.Counts | Should -Be 1, 2, 1
    }

    It 'counts a clean-up that fails' {
        $runs.CleanUp.Name | Should -Be 'block › passes', 'block AfterAll'
        $runs.CleanUp.Message[1] | Should -Be 'still wet'
        $runs.CleanUp.Counts | Should -Be 1, 1, 0
    }

    It 'runs nothing of a file with a fault in what discovery sees: <Name>' -ForEach @(
        @{ Name = 'Syntax'; Message = "*Missing closing '}'*"; Line = 2 }
        @{ Name = 'Body'; Message = 'too early'; Line = 3 }
        @{ Name = 'Place'; Message = "It 'b' stands outside of a Describe."; Line = 1 }
        @{ Name = 'TwoSetUps'; Message = 'There is already a BeforeAll in this block.'; Line = 3 }
    ) {
        $runs.$Name.Counts | Should -Be 0, 1, 0
        $runs.$Name.Message[0] | Should -BeLike $Message
        $runs.$Name.Position[0] | Should -Be "$Name.Tests.ps1:$Line"
    }

    It 'says what it does not support' {
        $runs.Unsupported.Counts | Should -Be 0, 4, 0
        $runs.Unsupported.Message | ForEach-Object { $_ | Should -BeLike '* is not supported by the embedded test runner*' }
    }

    It 'leaves the variables of its caller alone' {
        $runs.Variables.Counts | Should -Be 1, 0, 0
        $runs.Variables.Mine | Should -Be 'as before'
    }
}
