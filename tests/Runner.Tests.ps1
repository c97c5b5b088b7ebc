# What tests/run.ps1 makes of tests that fail, or cannot run: it runs over files made for it.

BeforeDiscovery {
    $noBash = -not (Get-Command bash -CommandType Application -ErrorAction Ignore)
}

Describe 'tests/run.ps1' -Tag 'needs bash' -Skip:$noBash {
    BeforeAll {
        function Invoke-Runner([string] $Name, [string] $Text) {
            Set-Content -LiteralPath "$TestDrive/$Name.Tests.ps1" -Value $Text
            $lines = @(& "$PSScriptRoot/../cgps" "$PSScriptRoot/run.ps1" -SkipCore -Folder $TestDrive -Filter "$Name." 2>&1)
            [pscustomobject]@{ Code = $LASTEXITCODE; Text = $lines -join "`n"; Last = $lines[-1] }
        }
    }

    It 'runs tests in strict mode, and names each that is skipped, with its reason, and does not count it as passed' {
        $run = Invoke-Runner 'Skips' @'
            Describe 'outer' {
                It 'is fine' { 1 | Should -Be 1 }
                It 'says why' { Set-ItResult -Skipped -Because 'the moon is not full' }
                It 'is left out' -Tag 'needs a moon' -Skip { 1 | Should -Be 2 }
                Context 'inner' -Tag 'needs a sun' -Skip {
                    BeforeAll { throw 'never' }
                    It 'is <_>' -ForEach 'first', 'second' { 1 | Should -Be 2 }
                }
                It 'is silent' -Skip { }
                It 'is strict' { { $noSuchVariable } | Should -Throw -ErrorId 'VariableIsUndefined' }
            }
'@
        $run.Code | Should -Be 0 -Because $run.Text
        $run.Last | Should -Be '2 passed, 0 failed, 5 skipped'
        foreach ($line in 'outer.says why: the moon is not full', 'outer.is left out: needs a moon', 'outer.inner.is first: needs a sun',
            'outer.inner.is second: needs a sun', 'outer.is silent: it does not say why') {
            $run.Text | Should -Match "(?m)^  skipped $([regex]::Escape($line))$"
        }
    }

    It 'fails for <What>' -ForEach @(
        @{ What = 'a test that fails'; Text = "Describe 'a' { It 'b' { 1 | Should -Be 2 }; It 'c' { } }"; Last = '1 passed, 1 failed' }
        @{ What = 'a set-up that fails'; Text = "Describe 'a' { It 'c' { } }; Describe 'd' { BeforeAll { throw 'no' }; It 'e' { } }"; Last = '1 passed, 2 failed' }
        @{ What = 'a clean-up that fails'; Text = "Describe 'a' { It 'c' { }; AfterAll { throw 'no' } }"; Last = '1 passed, 1 failed' }
        @{ What = 'a file that cannot be read'; Text = "Describe 'a' { It 'c' { }"; Last = '0 passed, 1 failed' }
        @{ What = 'a discovery that fails'; Text = "Describe 'a' { It 'c' { } }; throw 'no'"; Last = '? passed, 1 failed' }
        @{ What = 'no test at all'; Text = "# Nothing."; Last = '0 passed, 0 failed' }
    ) {
        $run = Invoke-Runner 'Fails' $Text
        $run.Code | Should -Be 1
        $run.Last | Should -BeLike $Last -Because $run.Text
    }
}
