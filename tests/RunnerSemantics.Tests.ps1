# What our test files rely on in a runner. Every assertion here holds under Pester 5; it keeps the embedded runner honest.

BeforeDiscovery {
    $discovered = @(
        @{ Number = 1; Square = 1; Info = @{ Word = 'one' } }
        @{ Number = 2; Square = 4; Info = @{ Word = 'two' } }
    )
}

$atDiscovery = 'only then'

BeforeAll {
    $fromFile = 'file'
    $log = [Collections.Generic.List[string]]::new()
    function Get-Twice($Value) { 2 * $Value }
    Set-Content -LiteralPath "$TestDrive/file.txt" -Value 'of the file'
}

AfterAll {
    # All clean-up of the blocks below has happened by now, innermost first.
    if (($log -join ' ') -notlike '*AfterAll of the inner block AfterAll of the outer block*') { throw "Clean-up ran as '$log'." }
}

Describe 'Scopes' {
    BeforeAll {
        $fromBlock = 'block'
        $changed = 'before'
    }

    BeforeEach {
        $fresh = 'fresh'
    }

    It 'shows a test what BeforeAll of the file and of its block have set' {
        $fromFile | Should -Be 'file'
        $fromBlock | Should -Be 'block'
        Get-Twice 21 | Should -Be 42
    }

    It 'does not show a test what was set during discovery' {
        $atDiscovery | Should -BeNullOrEmpty
        $discovered | Should -BeNullOrEmpty
    }

    It 'lets a test change a variable for itself' {
        $changed = 'after'
        $fresh = 'stale'
        $changed | Should -Be 'after'
        $fresh | Should -Be 'stale'
    }

    It 'shows the next test the variable as it was' {
        $changed | Should -Be 'before'
        $fresh | Should -Be 'fresh'
    }

    It 'keeps an object that the tests share: first' { $log.Add('shared') }

    It 'keeps an object that the tests share: second' { $log | Should -Contain 'shared' }

    It 'keeps a variable of the script scope: first' { $script:kept = 5 }

    It 'keeps a variable of the script scope: second' { $script:kept | Should -Be 5 }

    It 'keeps to itself what a test defines: first' {
        $ofOneTest = 1
        function Get-OfOneTest { 1 }
        Get-OfOneTest | Should -Be $ofOneTest
    }

    It 'keeps to itself what a test defines: second' {
        $ofOneTest | Should -BeNullOrEmpty
        Get-Command Get-OfOneTest -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'knows its file' {
        $PSScriptRoot | Should -Exist
        Split-Path -Leaf $PSCommandPath | Should -Be 'RunnerSemantics.Tests.ps1'
    }

    Context 'a block within' {
        BeforeAll {
            $changed = 'inner'
        }

        It 'sees what the outer block has set' { $fromBlock | Should -Be 'block' }

        It 'sees its own value of a variable' { $changed | Should -Be 'inner' }

        It 'runs BeforeEach of the outer block too' { $fresh | Should -Be 'fresh' }
    }

    Context 'a block after it' {
        It 'does not see the variables of the block before' { $changed | Should -Be 'before' }
    }
}

Describe 'Order' {
    BeforeAll { $log.Add('BeforeAll of the outer block') }
    BeforeEach { $log.Add('BeforeEach of the outer block') }
    AfterEach { $log.Add('AfterEach of the outer block') }
    AfterAll { $log.Add('AfterAll of the outer block') }

    Context 'inner' {
        BeforeAll { $log.Clear() }
        BeforeEach { $log.Add('BeforeEach of the inner block') }
        AfterEach { $log.Add('AfterEach of the inner block') }
        AfterAll { $log.Add('AfterAll of the inner block') }

        It 'runs the outer BeforeEach before the inner' {
            $log | Should -Be 'BeforeEach of the outer block', 'BeforeEach of the inner block'
        }

        It 'runs the inner AfterEach before the outer' {
            $log[2, 3] | Should -Be 'AfterEach of the inner block', 'AfterEach of the outer block'
        }
    }
}

Describe 'Data of <Number>' -ForEach $discovered {
    BeforeAll {
        $doubled = 2 * $Number
    }

    It 'gives a block the keys as variables' {
        $Square | Should -Be ($Number * $Number)
        $doubled | Should -Be ($Number + $Number)
        $Info.Word | Should -BeIn 'one', 'two'
        $_.Number | Should -Be $Number
    }

    It 'gives a test the keys of its own data, <Extra> on top of <Number>' -TestCases @{ Extra = 10 }, @{ Extra = 20 } {
        $Extra | Should -BeIn 10, 20
        $Number | Should -BeIn 1, 2
    }
}

Describe 'Plain data' {
    It 'gives the value <_> as the current object' -ForEach 1, 2 {
        $_ | Should -BeOfType [int]
        $_ | Should -BeGreaterThan 0
    }

    It 'binds a param block of the test' -TestCases @(@{ Left = 1; Right = 2 }) {
        param($Left, $Right)
        $Left + $Right | Should -Be 3
    }
}

Describe 'TestDrive' {
    BeforeAll {
        Set-Content -LiteralPath "$TestDrive/block.txt" -Value 'of the block'
    }

    It 'is a folder on disk' {
        $TestDrive | Should -Exist
        [IO.Directory]::Exists("$TestDrive") | Should -BeTrue
    }

    It 'is a drive too' {
        'TestDrive:\file.txt' | Should -Exist
        'TestDrive:\file.txt' | Should -FileContentMatch '^OF the'
        (Get-Item -LiteralPath 'TestDrive:\file.txt').FullName | Should -Be (Join-Path "$TestDrive" 'file.txt')
    }

    It 'has what the file has put there' { Get-Content -LiteralPath "$TestDrive/file.txt" | Should -Be 'of the file' }

    It 'is shared by the tests of a block: first' { Set-Content -LiteralPath "$TestDrive/test.txt" -Value 'of a test' }

    It 'is shared by the tests of a block: second' { "$TestDrive/test.txt" | Should -Exist }

    Context 'a block within' {
        It 'has what the outer block has put there' { "$TestDrive/block.txt" | Should -Exist }
        It 'adds a file' { Set-Content -LiteralPath "$TestDrive/inner.txt" -Value 'of the inner block' }
    }

    Context 'a block after it' {
        It 'has lost what the block before has put there' { "$TestDrive/inner.txt" | Should -Not -Exist }
    }
}

Describe 'TestDrive of the next block' {
    It 'has lost what the block before has put there, and kept what the file has' {
        "$TestDrive/block.txt" | Should -Not -Exist
        "$TestDrive/test.txt" | Should -Not -Exist
        "$TestDrive/file.txt" | Should -Exist
    }
}

Describe 'Skipping' {
    It 'passes over a test' -Skip { throw 'This must not run.' }

    It 'passes over a test under a condition' -Skip:$true { throw 'This must not run.' }

    It 'runs a test whose condition does not hold' -Skip:$false { $true | Should -BeTrue }

    It 'ends a test that says so' {
        Set-ItResult -Skipped -Because 'it says so'
        throw 'This must not be reached.'
    }

    It 'takes the condition from the discovery' -Skip:($discovered.Count -eq 2) { throw 'This must not run.' }

    Context 'a whole block' -Skip {
        BeforeAll { throw 'This must not run.' }
        It 'passes over its tests' { throw 'This must not run.' }
    }
}

Describe 'Should' {
    It 'compares without case, and with case where asked' {
        'Word' | Should -Be 'word'
        'Word' | Should -Not -BeExactly 'word'
        'Word' | Should -BeExactly 'Word'
    }

    It 'compares numbers of different types' {
        1 | Should -Be 1.0
        [long] 3 | Should -Be 3
        0.1 + 0.2 | Should -Not -Be 0.3
    }

    It 'compares collections from the pipeline as a whole' {
        1, 2, 3 | Should -Be @(1, 2, 3)
        1, 2, 3 | Should -Not -Be @(1, 2)
        @(@(1, 2), 3) | Should -Be @(@(1, 2), 3)
        @(@(1, 2), 3) | Should -Not -Be @(1, 2, 3)
        @(7) | Should -Be 7
        [Collections.Generic.List[int]] @(1, 2) | Should -Be 1, 2
        1, 2 | Should -HaveCount 2
        @() | Should -HaveCount 0
        @(7) | Should -HaveCount 1
        1, 2, 3 | Should -Contain 2
        1, 2, 3 | Should -Not -Contain 4
    }

    It 'takes a value by parameter' {
        Should -ActualValue 5 -Be 5
        Should -ActualValue 5 -Not -Be 6
    }

    It 'knows nothing, the empty string and the empty collection' {
        $null | Should -BeNullOrEmpty
        '' | Should -BeNullOrEmpty
        @() | Should -BeNullOrEmpty
        ' ' | Should -Not -BeNullOrEmpty
        0 | Should -Not -BeNullOrEmpty
        $null | Should -Be $null
        '' | Should -Not -Be $null
        1 | Should -Not -Be $null
    }

    It 'orders' {
        3 | Should -BeGreaterThan 2
        3 | Should -BeGreaterOrEqual 3
        2 | Should -BeLessThan 3
        3 | Should -BeLessOrEqual 3
        3 | Should -Not -BeGreaterThan 3
    }

    It 'matches' {
        'photo.png' | Should -Match '\.png$'
        'photo.png' | Should -Not -Match '^png'
        'photo.png' | Should -BeLike '*.PNG'
        'photo.png' | Should -Not -BeLike 'png*'
        'a' | Should -BeIn 'a', 'b'
        'c' | Should -Not -BeIn @('a', 'b')
    }

    It 'knows types, by type and by name' {
        1 | Should -BeOfType [int]
        1 | Should -BeOfType int
        1 | Should -BeOfType ([int])
        'x' | Should -Not -BeOfType [int]
        [IO.FileInfo]::new("$TestDrive/x") | Should -BeOfType [System.IO.FileSystemInfo]
    }

    It 'takes truth as PowerShell does' {
        1 | Should -BeTrue
        'x' | Should -BeTrue
        0 | Should -BeFalse
        $null | Should -BeFalse
    }

    It 'looks for files, with their wildcards' {
        "$TestDrive/file.txt" | Should -Exist
        "$TestDrive/*.txt" | Should -Exist
        "$TestDrive/none.txt" | Should -Not -Exist
    }

    It 'fails where it should, as an error of its own kind: <Name>' -ForEach @(
        @{ Name = 'Be'; Block = { 1 | Should -Be 2 } }
        @{ Name = 'not Be'; Block = { 1 | Should -Not -Be 1 } }
        @{ Name = 'BeExactly'; Block = { 'a' | Should -BeExactly 'A' } }
        @{ Name = 'HaveCount'; Block = { 1, 2 | Should -HaveCount 3 } }
        @{ Name = 'Contain'; Block = { 1, 2 | Should -Contain 3 } }
        @{ Name = 'BeNullOrEmpty'; Block = { 1 | Should -BeNullOrEmpty } }
        @{ Name = 'BeTrue'; Block = { $false | Should -BeTrue } }
        @{ Name = 'BeOfType'; Block = { 'a' | Should -BeOfType [int] } }
        @{ Name = 'BeOfType of nothing'; Block = { $null | Should -BeOfType [int] } }
        @{ Name = 'Match'; Block = { 'a' | Should -Match 'b' } }
        @{ Name = 'BeLessThan'; Block = { 2 | Should -BeLessThan 1 } }
        @{ Name = 'Exist'; Block = { '/no/such/file' | Should -Exist } }
        @{ Name = 'Throw'; Block = { { 1 } | Should -Throw } }
        @{ Name = 'not Throw'; Block = { { throw 'x' } | Should -Not -Throw } }
        @{ Name = 'the second of two'; Block = { 3, 1 | Should -BeGreaterThan 2 } }
    ) {
        $Block | Should -Throw -ErrorId 'PesterAssertionFailed'
    }

    It 'puts the reason into the message' {
        { 1 | Should -Be 2 -Because 'they are twins' } | Should -Throw -ExpectedMessage '*because they are twins*'
    }
}

Describe 'Should -Throw' {
    BeforeAll {
        function Stop-Here {
            [CmdletBinding()]
            param()
            $PSCmdlet.ThrowTerminatingError([Management.Automation.ErrorRecord]::new(
                    [IO.FileNotFoundException]::new('There is no file [x].'), 'NoFile', 'ObjectNotFound', 'x'))
        }
    }

    It 'takes any exception' { { throw 'a fault' } | Should -Throw }

    It 'compares the message with a wildcard' {
        { throw 'a fault in x' } | Should -Throw -ExpectedMessage 'a fault*'
        { throw 'a fault in x' } | Should -Throw '*in x'
        { { throw 'a fault in x' } | Should -Throw -ExpectedMessage 'a fault' } | Should -Throw
    }

    It 'compares the id with a wildcard' {
        { Stop-Here } | Should -Throw -ErrorId 'NoFile,Stop-Here'
        { Stop-Here } | Should -Throw -ErrorId 'NoFile,*'
        { { Stop-Here } | Should -Throw -ErrorId 'NoFile' } | Should -Throw
    }

    It 'compares the type with its kin' {
        { Stop-Here } | Should -Throw -ExceptionType ([IO.IOException])
        { { Stop-Here } | Should -Throw -ExceptionType ([ArgumentException]) } | Should -Throw
    }

    It 'hands the error on' {
        $fault = { Stop-Here } | Should -Throw -PassThru
        $fault.TargetObject | Should -Be 'x'
        $fault.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'does not take an error that ends nothing' {
        { Write-Error 'only said' -ErrorAction SilentlyContinue } | Should -Not -Throw
        { Write-Error 'fatal' -ErrorAction Stop } | Should -Throw 'fatal'
    }

    It 'sees the variables around it' {
        $inside = 'seen'
        { throw $inside } | Should -Throw 'seen'
    }
}
