# The launcher, whichever host it chooses.

BeforeDiscovery {
    # It is a bash script.
    $noBash = -not (Get-Command bash -CommandType Application -ErrorAction Ignore)
}

Describe 'cgps' -Skip:$noBash {
    BeforeAll {
        $root = Split-Path -Parent $PSScriptRoot
        $cgps = Join-Path $root 'cgps'
        # What is built here stays built for the tests below.
        & $cgps --build

        $folder = Join-Path $TestDrive 'some [odd] folder'
        $null = New-Item -ItemType Directory -Path $folder
        $script = Join-Path $folder 'show me.ps1'
        Set-Content -LiteralPath $script -Value @'
param([string] $Name = 'nobody', [int] $Count, [switch] $Loud)
"name=$Name count=$Count loud=$Loud pwd=$PWD root=$PSScriptRoot rest=$($args -join '|')"
'@
        $exit = Join-Path $folder 'exit.ps1'
        Set-Content -LiteralPath $exit -Value 'param([int] $Code) if ($Code -lt 0) { throw "negative" } & { exit $Code }'
    }

    Context 'a command' {
        It 'gives what it writes, and 0' {
            & $cgps -c '6 * 7' | Should -Be '42'
            $LASTEXITCODE | Should -Be 0
        }

        It 'passes on the code that exit was given' {
            & $cgps -c 'exit 7'
            $LASTEXITCODE | Should -Be 7
        }

        It 'fails if <Why>' -ForEach @(
            @{ Why = 'it throws'; Command = 'throw "bad"' }
            @{ Why = 'its last statement fails'; Command = '"first"; Get-Item -LiteralPath /no/such/item' }
            @{ Why = 'it cannot be parsed'; Command = 'if (' }
            @{ Why = 'there is no such command'; Command = 'Get-NoSuchThing' }
        ) {
            $null = & $cgps -c $Command 2>&1
            $LASTEXITCODE | Should -Be 1
        }

        It 'does not fail if an earlier statement does' {
            & $cgps -c 'Get-Item -LiteralPath /no/such/item; 5' 2>$null | Should -Be '5'
            $LASTEXITCODE | Should -Be 0
        }

        It 'keeps errors out of the output' {
            & $cgps -c '"before"; Write-Error "wrong"; "after"' 2>$null | Should -Be 'before', 'after'
        }
    }

    Context 'a script' {
        It 'binds arguments to its parameters' {
            & $cgps $script -Name 'two words' -Loud -Count 3 | Should -BeLike 'name=two words count=3 loud=True *'
            & $cgps $script -Name:joined -Loud:false 4 | Should -BeLike 'name=joined count=4 loud=False *'
            & $cgps $script first 5 more 'and more' | Should -BeLike 'name=first count=5 loud=False * rest=more|and more'
        }

        It 'is found from where the caller is, and runs there' {
            Push-Location -LiteralPath $folder
            try {
                $line = & $cgps 'show me.ps1'
            }
            finally {
                Pop-Location
            }
            $line | Should -Match ([regex]::Escape("pwd=$folder root=$folder"))
        }

        It 'passes on the code that exit was given, from wherever it is called' {
            & $cgps $exit 9
            $LASTEXITCODE | Should -Be 9
            & $cgps $exit 0
            $LASTEXITCODE | Should -Be 0
        }

        It 'fails if it throws, and says where' {
            $log = (& $cgps $exit -Code:-1 2>&1) -join "`n"
            $LASTEXITCODE | Should -Be 1
            $log | Should -Match 'negative'
            $log | Should -Match 'exit\.ps1:1'
        }

        It 'refuses one of its parameters that has no such value' {
            $log = (& $cgps $script -Count many 2>&1) -join "`n"
            $LASTEXITCODE | Should -Be 1
            $log | Should -Match 'many'
        }
    }

    Context 'the module' {
        It 'is there without an import' {
            & $cgps -c '(Get-CycleGanDevice).Name -contains "cpu"' | Should -Be 'True'
        }

        It 'loads no tensor library when it is imported' {
            $names = & $cgps -c 'Import-Module CycleGanPS; [Runtime.Loader.AssemblyLoadContext]::All | ForEach-Object Assemblies | ForEach-Object { $_.GetName().Name }'
            $names | Should -Contain 'CycleGanPS'
            $names | Should -Not -Contain 'TorchSharp'
            $names | Should -Not -Contain 'SkiaSharp'
        }

        It 'keeps what it depends on to itself' {
            $names = & $cgps -c '$null = Get-CycleGanDevice; [Runtime.Loader.AssemblyLoadContext]::Default.Assemblies | ForEach-Object { $_.GetName().Name }'
            $names | Should -Contain 'CycleGanPS'
            $names | Should -Not -Contain 'TorchSharp'
            $names | Should -Not -Contain 'CycleGanPS.Core'
        }

        It 'hands no assembly of its own to others' {
            & $cgps -c 'Import-Module CycleGanPS; try { [Reflection.Assembly]::Load("TorchSharp") } catch { "unknown" }' | Should -Be 'unknown'
        }
    }

    Context 'itself' {
        It 'says how it is used' {
            & $cgps --help | Select-Object -First 1 | Should -BeLike 'Usage: ./cgps *'
            $LASTEXITCODE | Should -Be 0
        }

        It 'names <What> that it does not know' -ForEach @(
            @{ What = 'a script'; Arguments = @('no/such.ps1'); Name = 'no/such.ps1'; Code = 66 }
            @{ What = 'an option'; Arguments = @('--frobnicate'); Name = '--frobnicate'; Code = 64 }
            @{ What = 'a host'; Arguments = @('--host', 'bash', '-c', '1'); Name = 'bash'; Code = 69 }
        ) {
            $log = (& $cgps @Arguments 2>&1) -join "`n"
            $LASTEXITCODE | Should -Be $Code
            $log | Should -Match ([regex]::Escape($Name))
        }

        It 'builds nothing and says nothing the second time' {
            & $cgps --build 2>&1 | Should -BeNullOrEmpty
            $LASTEXITCODE | Should -Be 0
        }
    }
}
