# The host that stands in for PowerShell where it is not installed.

BeforeDiscovery {
    $noBash = -not (Get-Command bash -CommandType Application -ErrorAction Ignore)
    # script of util-linux runs a command on a terminal of its own.
    $noTerminal = $noBash -or "$(bash -c 'script --version 2>&1')" -notmatch 'util-linux'
    # Whoever starts the tests in the background may have them ignore the signal, and their children with them.
    $noInterrupt = $noBash -or "$(bash -c 'env --default-signal=INT echo yes 2>&1')" -ne 'yes'
}

Describe 'The embedded host' -Skip:$noBash {
    BeforeAll {
        $cgps = Join-Path (Split-Path -Parent $PSScriptRoot) 'cgps'
        & $cgps --host embedded --build

        function Invoke-Embedded([string] $Command) { & $cgps --host embedded -c $Command 2>&1 | ForEach-Object { "$_" } }

        # Starts a script and gives the process once it has written its first line.
        function Start-Embedded([string] $Script, [switch] $Interruptible) {
            $path = Join-Path $TestDrive 'long.ps1'
            Set-Content -LiteralPath $path -Value $Script
            $start = [Diagnostics.ProcessStartInfo]::new('env')
            $start.RedirectStandardOutput = $true
            $signals = if ($Interruptible) { '--default-signal=INT' }
            foreach ($argument in @($signals) + $cgps + '--host', 'embedded', $path) { $start.ArgumentList.Add($argument) }
            $process = [Diagnostics.Process]::Start($start)
            $null = $process.StandardOutput.ReadLine()
            $process
        }
    }

    Context 'output' {
        It 'shows objects as tables, without colours where it is no terminal' {
            $lines = Invoke-Embedded '[pscustomobject]@{ Name = "a"; Value = 1 }'
            $lines | Should -Contain 'Name Value'
            $lines | Should -Contain 'a        1'
            $lines -join '' | Should -Not -Match "`e"
        }

        It 'uses the views of the module' {
            $lines = Invoke-Embedded 'Get-CycleGanDevice'
            @($lines -match '^Name +Default +Threads +Memory +Precision').Count | Should -Be 1
        }

        It 'keeps a table that a failing last statement follows' {
            Invoke-Embedded '[pscustomobject]@{ Name = "kept" }; Write-Error "wrong"' | Should -Contain 'kept'
        }

        It 'writes text beyond ASCII as UTF-8' {
            Invoke-Embedded '"größer 画 ✓"' | Should -Be 'größer 画 ✓'
        }

        It 'names warnings, and what is said on request' {
            Invoke-Embedded 'Write-Warning "careful"' | Should -Be 'WARNING: careful'
            Invoke-Embedded 'Write-Verbose "detail"; Write-Verbose "detail" -Verbose' | Should -Be 'VERBOSE: detail'
        }

        It 'shows no progress where it is no terminal' {
            Invoke-Embedded '1..3 | ForEach-Object { Write-Progress -Activity Work -PercentComplete $_ }; "done"' | Should -Be 'done'
        }
    }

    Context 'errors' {
        It 'says which command, and in which file and line' {
            $path = Join-Path $TestDrive 'wrong.ps1'
            Set-Content -LiteralPath $path -Value "`n`nGet-Item -LiteralPath /no/such/item"
            $log = (& $cgps --host embedded $path 2>&1) -join "`n"
            $log | Should -Match 'Get-Item'
            $log | Should -Match 'wrong\.ps1:3'
            $log | Should -Match '/no/such/item'
        }

        It 'goes on after an error that ends nothing, and ends at one that does where asked' {
            Invoke-Embedded '& { $ErrorActionPreference = "Stop"; Write-Error "fatal"; "not reached" }' | Should -Not -Contain 'not reached'
            Invoke-Embedded 'Write-Error "not fatal"; "reached"' | Should -Contain 'reached'
        }
    }

    Context 'what ends a script' {
        It 'is an error: it stays out of the output' {
            $path = Join-Path $TestDrive 'fatal.ps1'
            Set-Content -LiteralPath $path -Value '"before"', 'throw "fatal"'
            & $cgps --host embedded $path 2>$null | Should -Be 'before'
            $LASTEXITCODE | Should -Be 1
        }

        It 'is shown with its place if it cannot be parsed' {
            $log = (Invoke-Embedded "'not run'`nif (") -join "`n"
            $log | Should -Match '^ParserError'
            $log | Should -Match '2 \|  if \('
            $log | Should -Not -Match '(?m)^not run'
        }

        It 'is its name, if that is not the name of a script' {
            $path = Join-Path $TestDrive 'notes.txt'
            Set-Content -LiteralPath $path -Value '"not run"'
            (& $cgps --host embedded $path 2>&1) -join ' ' | Should -BeLike "*notes.txt*.ps1*"
            $LASTEXITCODE | Should -Be 64
        }
    }

    Context 'on a terminal' -Skip:$noTerminal {
        BeforeAll {
            function Invoke-OnTerminal([string] $Script) {
                $path = Join-Path $TestDrive 'terminal.ps1'
                Set-Content -LiteralPath $path -Value $Script
                $command = "env -u NO_COLOR TERM=xterm '$cgps' --host embedded '$path'"
                (script -qec $command /dev/null) -join "`n"
            }
        }

        It 'draws nested progress, and takes it away before anything else is written' {
            $screen = Invoke-OnTerminal @'
Write-Progress -Id 0 -Activity Outer -Status working -PercentComplete 50
Write-Progress -Id 1 -ParentId 0 -Activity Inner -Status (, 'long' * 100 -join ' ') -SecondsRemaining 3725
Start-Sleep -Milliseconds 500
'done'
'@
            $screen | Should -Match 'Outer  \[#{12}\.{12}\]  50%  working'
            $screen | Should -Match '(?m)^  Inner  long'
            # A carriage return alone counts as the end of a line where output is read.
            $screen | Should -Match "`e\[2A\s`e\[Jdone"
        }

        It 'shows the last state, however soon it came after the one before' {
            $screen = Invoke-OnTerminal '1..100 | ForEach-Object { Write-Progress -Activity Work -PercentComplete $_ }; Start-Sleep -Milliseconds 500'
            $screen | Should -Match 'Work .* 100%'
            [regex]::Matches($screen, 'Work').Count | Should -BeLessThan 20
        }

        It 'shows errors in red, and not where that is unwanted' {
            Invoke-OnTerminal 'Write-Error wrong' | Should -Match "`e\[31;1m.*wrong"
            Invoke-Embedded '$env:NO_COLOR = 1; Write-Error wrong' | Should -Be 'Write-Error: wrong'
        }
    }

    Context 'input' {
        It 'takes commands from a pipe, also over several lines' {
            $lines = '1 + 1', 'function Get-Three {', '3', '}', 'Get-Three' | & $cgps --host embedded
            $lines | Should -Be '2', '3'
        }

        It 'stops at exit, with its code' {
            $lines = '"first"', 'exit 4', '"second"' | & $cgps --host embedded
            $LASTEXITCODE | Should -Be 4
            $lines | Should -Be 'first'
        }
    }

    Context 'stopping' {
        It 'lets a script clean up, and ends with the code of the signal' {
            $cleaned = Join-Path $TestDrive 'cleaned.txt'
            $process = Start-Embedded "try { 'started'; while (`$true) { Start-Sleep -Milliseconds 50 } } finally { [IO.File]::WriteAllText('$cleaned', 'yes') }"
            bash -c "kill -TERM $($process.Id)"
            $process.WaitForExit(10000) | Should -BeTrue
            $process.ExitCode | Should -Be 143
            $cleaned | Should -Exist
        }

        It 'ends with the code of an interruption, too' -Skip:$noInterrupt {
            $process = Start-Embedded -Interruptible "try { 'started'; while (`$true) { Start-Sleep -Milliseconds 50 } } finally { Write-Host 'cleaned' }; 'not reached'"
            bash -c "kill -INT $($process.Id)"
            $process.WaitForExit(10000) | Should -BeTrue
            $process.ExitCode | Should -Be 130
            $process.StandardOutput.ReadToEnd() | Should -Be "cleaned`n"
        }

        It 'runs nothing after the statement that was stopped' {
            $process = Start-Embedded "'started'; while (`$true) { Start-Sleep -Milliseconds 50 }; 'not reached'"
            bash -c "kill -TERM $($process.Id)"
            $process.WaitForExit(10000) | Should -BeTrue
            $process.StandardOutput.ReadToEnd() | Should -Not -Match 'not reached'
        }
    }
}
