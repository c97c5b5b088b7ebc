# The launcher, and what it starts.

BeforeDiscovery {
    # It is a bash script.
    $noBash = -not (Get-Command bash -CommandType Application -ErrorAction Ignore)
}

Describe 'cgps' -Tag 'needs bash' -Skip:$noBash {
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

    Context 'in a clone' {
        BeforeAll {
            # One that is built already, as far as the launcher can tell, under a name that is more than letters.
            $clone = Join-Path $TestDrive "a clone's $([char] 0x5199) & (copy)"
            $null = New-Item -ItemType Directory -Path "$clone/build", "$clone/src/CycleGanPS", "$clone/src/CycleGanPS.Core", "$clone/src/CycleGanPS.Loader",
                "$clone/build/CycleGanPS.Help", "$clone/docs/commands", "$clone/module/CycleGanPS/bin"
            Copy-Item -LiteralPath $cgps, "$root/global.json", "$root/Directory.Build.props", "$root/Directory.Packages.props" -Destination $clone
            Copy-Item -LiteralPath "$root/build/Tools.proj", "$root/build/Ahead.targets" -Destination "$clone/build"
            Copy-Item -LiteralPath "$root/module/CycleGanPS/CycleGanPS.psd1" -Destination "$clone/module/CycleGanPS"
            Set-Content -LiteralPath "$clone/docs/about_CycleGanPS.md" -Value ''
            Set-Content -LiteralPath "$clone/module/CycleGanPS/bin/.built" -Value ''
            [IO.File]::SetLastWriteTime("$clone/module/CycleGanPS/bin/.built", [datetime]::Now.AddMinutes(1))

            # PATH without any PowerShell: this one has put its own folder there.
            $plain = @($env:PATH -split ':' | Where-Object { $_ -and -not (Test-Path -LiteralPath "$_/pwsh") }) -join ':'

            # A folder with a program called pwsh.
            function Add-Pwsh([string] $Name, [string] $Says, [switch] $WithLibrary) {
                $null = New-Item -ItemType Directory -Path "$TestDrive/$Name"
                Set-Content -LiteralPath "$TestDrive/$Name/pwsh" -Value "#!/bin/sh`necho '$Says'"
                & chmod +x "$TestDrive/$Name/pwsh"
                if ($WithLibrary) { Set-Content -LiteralPath "$TestDrive/$Name/pwsh.dll" -Value '' }
                "$TestDrive/$Name"
            }

            # What the launcher says, with other variables around it.
            function Invoke-Launcher([hashtable] $Environment, [string] $Command) {
                $start = [Diagnostics.ProcessStartInfo]::new("$clone/cgps")
                $start.ArgumentList.Add('-c')
                $start.ArgumentList.Add($Command)
                $start.Environment['PATH'] = $plain
                foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
                $start.RedirectStandardOutput = $start.RedirectStandardError = $true
                $process = [Diagnostics.Process]::Start($start)
                $fault = $process.StandardError.ReadToEndAsync()
                $text = $process.StandardOutput.ReadToEnd().Trim()
                $process.WaitForExit()
                [pscustomobject] @{ Id = $process.Id; ExitCode = $process.ExitCode; Text = $text; Fault = $fault.Result.Trim() }
            }
        }

        It 'runs PowerShell in the process that was started' {
            $end = Invoke-Launcher @{} '"$PID $([Environment]::CommandLine)"'
            $end.Text | Should -Match "^$($end.Id) "
            $end.Text | Should -Match '/pwsh\.dll"? '
        }

        It 'compiles that PowerShell ahead in a copy, and leaves the package as it is' {
            $folder = (Invoke-Launcher @{} '$PSHOME').Text
            $folder | Should -Be "$clone/build/obj/PowerShell/ahead"
            $package = & dotnet msbuild "$clone/build/Tools.proj" -target:Locate -property:Tool=PowerShell -getProperty:ToolPath -nodeReuse:false
            $code = foreach ($place in $folder, (Split-Path -Parent $package)) {
                $reader = [Reflection.PortableExecutable.PEReader]::new([IO.File]::OpenRead("$place/System.Management.Automation.dll"))
                $reader.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size -gt 0
                $reader.Dispose()
            }
            $code | Should -Be $true, $false
        }

        It 'gives the version that is pinned where PATH has <What>' -ForEach @(
            @{ What = 'no PowerShell'; Says = $null; WithLibrary = $false }
            @{ What = 'a shim, which starts another process'; Says = 'PowerShell 7.6.9'; WithLibrary = $false }
            @{ What = 'an older one'; Says = 'PowerShell 7.4.1'; WithLibrary = $true }
            @{ What = 'something else of that name'; Says = 'no version'; WithLibrary = $true }
        ) {
            $path = if ($Says) { "$(Add-Pwsh -Name ($Says + $What.Length) -Says $Says -WithLibrary:$WithLibrary):$plain" } else { $plain }
            $pinned = [regex]::Match([IO.File]::ReadAllText("$root/Directory.Packages.props"), '<PowerShellVersion>([^<]+)<').Groups[1].Value
            (Invoke-Launcher @{ PATH = $path } '"$($PSVersionTable.PSVersion)"').Text | Should -Be $pinned
        }

        It 'takes a recent one that PATH has' {
            $path = Add-Pwsh -Name 'recent' -Says 'PowerShell 8.0.0-preview.1' -WithLibrary
            (Invoke-Launcher @{ PATH = "${path}:$plain" } '6 * 7').Text | Should -Be 'PowerShell 8.0.0-preview.1'
        }

        It 'says at once that PowerShell imports no module from a path with brackets' {
            $null = New-Item -ItemType Directory -Path "$TestDrive/a [clone]"
            Copy-Item -LiteralPath $cgps -Destination "$TestDrive/a [clone]"
            $log = (& "$TestDrive/a [clone]/cgps" -c '1' 2>&1) -join "`n"
            $LASTEXITCODE | Should -Be 69
            $log | Should -BeLike 'cgps: *a `[clone`] has a character that PowerShell takes for a wildcard*'
        }

        It 'runs without HOME' {
            foreach ($nothing in $null, '') {
                $end = Invoke-Launcher @{ HOME = $nothing } '$HOME'
                $end.ExitCode | Should -Be 0 -Because $end.Fault
                # And not where it happens to stand, which would then be full of caches.
                $end.Text | Should -Exist
                $end.Text | Should -Not -Be $PWD.ProviderPath
            }
        }

        It 'says in a sentence that <What>' -ForEach @(
            @{ What = 'there is no dotnet'; Environment = @{ PATH = '<tools>' }; Says = 'dotnet is not on PATH: install the .NET 10 SDK first.' }
            @{ What = 'no feed can be reached'; Environment = @{ NUGET_PACKAGES = '<empty>' }; Says = 'PowerShell could not be fetched: no package feed can be reached.*(http://127.0.0.1:9).' }
        ) {
            # The few programs that the launcher itself calls.
            $null = New-Item -ItemType Directory -Path "$TestDrive/tools", "$TestDrive/empty" -Force
            foreach ($tool in 'bash', 'env', 'dirname', 'readlink', 'uname', 'ldconfig', 'awk', 'grep', 'find', 'cat', 'id', 'mktemp', 'flock', 'rm', 'touch') {
                $found = Get-Command -Name $tool -CommandType Application -ErrorAction Ignore | Select-Object -First 1
                if ($found) { $null = New-Item -ItemType SymbolicLink -Path "$TestDrive/tools/$tool" -Target $found.Source -Force }
            }
            Set-Content -LiteralPath "$clone/nuget.config" -Value '<configuration><packageSources><clear /><add key="none" value="http://127.0.0.1:9/none" allowInsecureConnections="true" /></packageSources></configuration>'
            Move-Item -LiteralPath "$clone/build/obj" -Destination "$clone/build/kept" -ErrorAction Ignore
            $variables = @{}
            foreach ($name in $Environment.Keys) { $variables[$name] = $Environment[$name].Replace('<tools>', "$TestDrive/tools").Replace('<empty>', "$TestDrive/empty") }
            $end = Invoke-Launcher $variables '1'
            $end.ExitCode | Should -Be 69
            $end.Fault | Should -BeLike "cgps: $Says"
            $end.Fault | Should -Not -Match '\n'
        }
    }
}
